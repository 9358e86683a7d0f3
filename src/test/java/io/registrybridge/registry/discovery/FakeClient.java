package io.registrybridge.registry.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/** A client that lists what it is told to, and fails in the ways that clients do. */
final class FakeClient implements DiscoveryClient {

  private final Map<String, List<ServiceInstance>> services = new TreeMap<>();
  private Runnable listing = () -> {};
  private Runnable asking = () -> {};

  synchronized FakeClient lists(String service, ServiceInstance... instances) {
    services.put(service, List.of(instances));
    return this;
  }

  synchronized void put(String service, String id, ServiceInstance instance) {
    remove(service, id);
    services.computeIfAbsent(service, unseen -> new ArrayList<>()).add(instance);
  }

  synchronized void remove(String service, String id) {
    var others = new ArrayList<>(services.getOrDefault(service, List.of()));
    others.removeIf(one -> id.equals(one.getInstanceId()));
    services.put(service, others);
  }

  synchronized void clear() {
    services.clear();
  }

  /** What happens before it gives the list of services. */
  synchronized void beforeListing(Runnable deed) {
    listing = deed;
  }

  /** What happens before it gives the instances of a service. */
  synchronized void beforeAsking(Runnable deed) {
    asking = deed;
  }

  static ServiceInstance at(String address, int port) {
    return at("", address, port, Map.of());
  }

  static ServiceInstance at(String id, String address, int port, Map<String, String> metadata) {
    return new DefaultServiceInstance(id, "any", address, port, false, metadata);
  }

  @Override
  public String description() {
    return "a fake";
  }

  @Override
  public List<String> getServices() {
    before(true).run();
    synchronized (this) {
      return List.copyOf(services.keySet());
    }
  }

  @Override
  public List<ServiceInstance> getInstances(String service) {
    before(false).run();
    synchronized (this) {
      return services.getOrDefault(service, List.of());
    }
  }

  private synchronized Runnable before(boolean all) {
    return all ? listing : asking;
  }
}
