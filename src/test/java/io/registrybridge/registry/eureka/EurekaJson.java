package io.registrybridge.registry.eureka;

import java.util.List;

/** Writes documents as Eureka does, for tests. */
final class EurekaJson {

  static final String NOTHING = document(1, "");

  private EurekaJson() {}

  static String document(long version, String hash, String... applications) {
    return """
    {"applications":{"versions__delta":"%d","apps__hashcode":"%s","application":%s}}"""
        .formatted(version, hash, List.of(applications));
  }

  static String application(String name, String... instances) {
    return """
    {"name":"%s","instance":%s}"""
        .formatted(name, List.of(instances));
  }

  static String instance(String id, String status) {
    return instance(id, status, "ADDED", 8080);
  }

  static String instance(String id, String status, String action, int port) {
    return """
    {"instanceId":"%s","ipAddr":"10.0.0.1","status":"%s","actionType":"%s",\
    "port":{"$":%d,"@enabled":"true"},"lastUpdatedTimestamp":"%d"}"""
        .formatted(id, status, action, port, System.nanoTime());
  }
}
