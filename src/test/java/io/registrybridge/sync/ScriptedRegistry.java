package io.registrybridge.sync;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import io.registrybridge.registry.Gap;
import io.registrybridge.registry.Observation;
import io.registrybridge.registry.Reading;
import io.registrybridge.registry.Registry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A registry that says what the test wants it to. */
final class ScriptedRegistry implements Registry {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  final AtomicInteger refreshes = new AtomicInteger();

  private final String name;
  private final Map<ServiceKey, Service> services = new TreeMap<>();
  private volatile Observation latest;

  ScriptedRegistry(String name) {
    this.name = name;
    this.latest = Observation.unread(name, START);
  }

  ScriptedRegistry lists(String service, String... addresses) {
    return listsIn("", service, addresses);
  }

  ScriptedRegistry listsIn(String partition, String service, String... addresses) {
    var key = new ServiceKey(name, partition, service);
    var instances = new ArrayList<Instance>();
    for (var address : addresses) {
      instances.add(
          Instance.of(address, address, Map.of(Instance.PRIMARY, 8080), Status.UP, Map.of()));
    }
    services.put(key, Service.of(key, instances));
    return this;
  }

  ScriptedRegistry takesOut(String service, String... addresses) {
    var key = new ServiceKey(name, "", service);
    var instances = new ArrayList<Instance>();
    for (var address : addresses) {
      instances.add(
          Instance.of(address, address, Map.of(Instance.PRIMARY, 8080), Status.OUT, Map.of()));
    }
    services.put(key, Service.of(key, instances));
    return this;
  }

  ScriptedRegistry forgets(String service) {
    return forgetsIn("", service);
  }

  ScriptedRegistry forgetsIn(String partition, String service) {
    services.remove(new ServiceKey(name, partition, service));
    return this;
  }

  void speaks() {
    latest =
        latest.then(new Reading.Complete(name, time(), Catalog.of(services.values(), List.of())));
  }

  /** Says what it lists, save for a partition that does not answer. */
  void speaksWithout(String partition) {
    var rest =
        services.values().stream().filter(one -> !one.key().partition().equals(partition)).toList();
    latest =
        latest.then(
            new Reading.Partial(
                name,
                time(),
                Catalog.of(rest, List.of()),
                List.of(new Gap.OfPartition(name, partition)),
                partition + " does not answer"));
  }

  void fallsSilent() {
    latest = latest.then(new Reading.Unavailable(name, time(), "connection refused"));
  }

  /** Each reading has a time of its own. */
  private Instant time() {
    return latest.reading().at().plusSeconds(1);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String kind() {
    return "scripted";
  }

  @Override
  public void start(Runnable hint) {}

  @Override
  public Observation latest() {
    return latest;
  }

  @Override
  public void refresh() {
    refreshes.incrementAndGet();
  }

  @Override
  public void close() {}
}
