package io.registrybridge.registry.discovery;

import io.registrybridge.catalog.Status;
import java.util.Map;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.netflix.eureka.EurekaServiceInstance;

/**
 * Whether an instance takes traffic, where its client tells: {@link ServiceInstance} has no word
 * for it.
 */
final class Statuses {

  /** Where Spring Cloud's ZooKeeper layout keeps it; its load balancer uses none but {@code UP}. */
  private static final String INSTANCE_STATUS = "instance_status";

  private Statuses() {}

  static Status of(ServiceInstance listed, Map<String, String> metadata) {
    return listed instanceof EurekaServiceInstance eureka
        ? of(eureka.getInstanceInfo().getStatus().name())
        : of(metadata.getOrDefault(INSTANCE_STATUS, "UP"));
  }

  private static Status of(String word) {
    if (word.isBlank() || word.equalsIgnoreCase("UP")) {
      return Status.UP;
    }
    return word.equalsIgnoreCase("OUT_OF_SERVICE") ? Status.OUT : Status.FAILED;
  }
}
