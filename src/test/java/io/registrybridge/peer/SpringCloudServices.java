package io.registrybridge.peer;

import java.util.HashMap;
import java.util.Map;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.x.discovery.ServiceDiscoveryBuilder;
import org.apache.curator.x.discovery.ServiceType;
import org.apache.curator.x.discovery.details.JsonInstanceSerializer;
import org.springframework.cloud.zookeeper.discovery.ZookeeperInstance;
import org.springframework.cloud.zookeeper.serviceregistry.ServiceInstanceRegistration;
import org.springframework.cloud.zookeeper.serviceregistry.ZookeeperServiceRegistry;

/**
 * Services that register themselves in ZooKeeper by Spring Cloud's own means, over one session:
 * what is registered is gone when that ends.
 */
public final class SpringCloudServices implements AutoCloseable {

  private static final String ROOT = "/services";

  private final CuratorFramework session;
  private final ZookeeperServiceRegistry registry;
  private final Map<String, ServiceInstanceRegistration> registered = new HashMap<>();

  public SpringCloudServices(ZooKeeperPeer zookeeper) {
    this.session = zookeeper.connection("");
    this.registry =
        new ZookeeperServiceRegistry(
            ServiceDiscoveryBuilder.builder(ZookeeperInstance.class)
                .client(session)
                .basePath(ROOT)
                .serializer(new JsonInstanceSerializer<>(ZookeeperInstance.class))
                .build());
    registry.afterSingletonsInstantiated();
  }

  /** Registers an instance that is up; it is gone with the session. */
  public void register(String service, String id, String address, int port) {
    register(service, id, address, port, ServiceType.DYNAMIC);
  }

  public void register(String service, String id, String address, int port, ServiceType type) {
    var registration =
        ServiceInstanceRegistration.builder()
            .defaultUriSpec()
            .name(service)
            .id(id)
            .address(address)
            .port(port)
            .serviceType(type)
            .payload(new ZookeeperInstance("application-1", service, new HashMap<>()))
            .build();
    registry.register(registration);
    registered.put(id, registration);
  }

  /** Sets the status of an instance, as its own actuator endpoint does. */
  public void status(String id, String status) {
    registry.setStatus(known(id), status);
  }

  /** Takes an instance off, as it does itself when it shuts down. */
  public void deregister(String id) {
    registry.deregister(known(id));
  }

  private ServiceInstanceRegistration known(String id) {
    return registered.getOrDefault(id, ServiceInstanceRegistration.builder().build());
  }

  /** All of them die without a word; the server forgets the session at once. */
  @Override
  public void close() {
    session.close();
  }
}
