package io.registrybridge.bench;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import io.registrybridge.guard.Limits;
import io.registrybridge.mapping.Addresses;
import io.registrybridge.mapping.Draining;
import io.registrybridge.mapping.Forms;
import io.registrybridge.mapping.HostPattern;
import io.registrybridge.mapping.MappingRules;
import io.registrybridge.mapping.MetadataFilter;
import io.registrybridge.mapping.Names;
import io.registrybridge.mapping.Protocol;
import io.registrybridge.mesh.Location;
import io.registrybridge.mesh.Resolution;
import io.registrybridge.plan.Allowance;
import io.registrybridge.plan.Policy;
import io.registrybridge.plan.Rules;
import io.registrybridge.registry.Observation;
import io.registrybridge.registry.Reading;
import io.registrybridge.registry.Registry;
import io.registrybridge.sync.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A registry of many services that changes when it is told to. */
final class Estate implements Registry {

  private static final String NAME = "shop";

  private volatile Observation latest;

  private Estate(Observation latest) {
    this.latest = latest;
  }

  static Estate of(int services, int instances) {
    var listed = new ArrayList<Service>();
    for (var number = 0; number < services; number++) {
      listed.add(service(number, instances));
    }
    var now = Instant.now();
    return new Estate(
        Observation.unread(NAME, now)
            .then(new Reading.Complete(NAME, now, Catalog.of(listed, List.of()))));
  }

  static Service service(int number, int instances) {
    var listed = new ArrayList<Instance>();
    for (var index = 0; index < instances; index++) {
      var address = "10.%d.%d.%d".formatted(number / 250, number % 250, index + 1);
      listed.add(
          Instance.of(
              address,
              address,
              Map.of(Instance.PRIMARY, 8080),
              Status.UP,
              Map.of("version", "v" + index % 3, "zone", "eu-1" + index % 2)));
    }
    return Service.of(key(number), listed);
  }

  static ServiceKey key(int number) {
    return new ServiceKey(NAME, "", "SERVICE-" + number);
  }

  void becomes(Catalog catalog) {
    latest = latest.then(new Reading.Complete(NAME, Instant.now(), catalog));
  }

  @Override
  public Observation latest() {
    return latest;
  }

  static Settings settings() {
    var rules =
        new MappingRules(
            "mesh",
            Set.of(),
            HostPattern.parse("{service}.{registry}.mesh"),
            new TreeMap<>(),
            Names.of(List.of("*"), List.of()),
            MetadataFilter.of(List.of(), List.of()),
            Location.MESH_INTERNAL,
            List.of(),
            Resolution.STATIC,
            Protocol.HTTP,
            new TreeMap<>(Map.of("primary", 80, "secure", 443)),
            false,
            new TreeMap<>(Map.of("version", "version")),
            "{zone}",
            "",
            "",
            Draining.OMIT,
            Set.of(),
            Forms.INLINE,
            Addresses.of(List.of(), Addresses.DENIED_BY_DEFAULT),
            Optional.empty());
    return new Settings(
        Map.of(NAME, rules),
        new Limits(0.3, 10, Duration.ofMinutes(10), Duration.ofSeconds(90)),
        new Rules(
            "bench",
            Set.of(),
            Policy.SYNC,
            Map.of(NAME, Duration.ofMinutes(10)),
            Set.of(),
            new Allowance(0.3, 10)),
        Map.of());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String kind() {
    return "bench";
  }

  @Override
  public void start(Runnable hint) {}

  @Override
  public void refresh() {}

  @Override
  public void close() {}
}
