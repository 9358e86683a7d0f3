package io.registrybridge.registry.zookeeper;

import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Status;
import java.util.HashMap;
import java.util.Map;
import org.apache.curator.x.discovery.ServiceInstance;
import org.apache.curator.x.discovery.details.JsonInstanceSerializer;
import org.springframework.cloud.zookeeper.discovery.ZookeeperInstance;
import org.springframework.cloud.zookeeper.serviceregistry.ServiceInstanceRegistration;

/** What services of Spring Cloud's write into their nodes, by its own classes and Curator's. */
final class SpringCloud {

  private static final Map<Status, String> STATUSES =
      Map.of(Status.UP, "UP", Status.OUT, "OUT_OF_SERVICE", Status.FAILED, "DOWN");

  private SpringCloud() {}

  static byte[] node(String service, Instance instance) {
    var metadata = new HashMap<>(instance.metadata());
    metadata.put("instance_status", STATUSES.getOrDefault(instance.status(), ""));
    var builder =
        ServiceInstanceRegistration.builder()
            .name(service)
            .id(instance.id())
            .address(instance.address())
            .payload(new ZookeeperInstance("application-1", service, metadata))
            .defaultUriSpec();
    if (instance.ports().containsKey(Instance.PRIMARY)) {
      builder.port(instance.ports().get(Instance.PRIMARY));
    }
    if (instance.ports().containsKey(Instance.SECURE)) {
      builder.sslPort(instance.ports().get(Instance.SECURE));
    }
    return bytes(builder.build().getServiceInstance());
  }

  private static byte[] bytes(ServiceInstance<ZookeeperInstance> instance) {
    try {
      return new JsonInstanceSerializer<>(ZookeeperInstance.class).serialize(instance);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
