package io.registrybridge.config;

import java.util.Arrays;
import java.util.Optional;

/** One of Spring Cloud's clients that are in the jar. */
enum ShippedClient {
  CONSUL("consulDiscoveryClient", "consulDiscoveryClient"),
  /** Spring Cloud calls the bean {@code discoveryClient}, which says nothing to anybody. */
  EUREKA("eurekaDiscoveryClient", "discoveryClient"),
  SIMPLE("simpleDiscoveryClient", "simpleDiscoveryClient");

  private final String name;
  private final String bean;

  ShippedClient(String name, String bean) {
    this.name = name;
    this.bean = bean;
  }

  /** The one that a registry names by its bean, or by the name it has here. */
  static Optional<ShippedClient> named(String word) {
    return Arrays.stream(values())
        .filter(client -> client.name.equals(word) || client.bean.equals(word))
        .findFirst();
  }

  /** What a registry calls it. */
  String title() {
    return name;
  }

  String bean() {
    return bean;
  }
}
