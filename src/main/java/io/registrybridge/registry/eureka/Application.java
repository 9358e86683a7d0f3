package io.registrybridge.registry.eureka;

import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * One application of Eureka's: its registrations by id, and the service that they make.
 *
 * <p>Compared by identity: it is the same object for as long as nothing about it changed.
 */
final class Application {

  private final ServiceKey key;
  private final SortedMap<String, Registration> registrations;
  private final Service service;

  Application(ServiceKey key, SortedMap<String, Registration> registrations) {
    this.key = key;
    this.registrations = registrations;
    this.service = Service.of(key, instances(registrations));
  }

  private static List<Instance> instances(SortedMap<String, Registration> registrations) {
    return registrations.values().stream().flatMap(one -> one.instance().stream()).toList();
  }

  ServiceKey key() {
    return key;
  }

  /** Not to be changed. */
  SortedMap<String, Registration> registrations() {
    return registrations;
  }

  /** Empty where it has instances and none can be read: then nothing can be said of it. */
  Optional<Service> service() {
    var known = !service.instances().isEmpty() || registrations.isEmpty();
    return known && named() ? Optional.of(service) : Optional.empty();
  }

  boolean named() {
    return !key.name().isEmpty();
  }

  List<Flaw> flaws() {
    return registrations.values().stream()
        .filter(one -> !one.flaw().isEmpty())
        .map(one -> new Flaw(key, one.id(), one.flaw()))
        .toList();
  }
}
