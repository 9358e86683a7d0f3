package io.registrybridge.sync;

import io.registrybridge.book.Sum;
import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.registry.Observation;
import io.registrybridge.registry.Reading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** What was heard of the registries, in figures. What it remembers only saves counting. */
final class Minutes {

  private final Map<String, String> kinds;
  private final Function<String, GuardReport> guards;
  private final Map<String, Sum<ServiceKey, Service>> instances = new ConcurrentHashMap<>();
  private final Complaints complaints = new Complaints();

  /**
   * Nothing was heard yet.
   *
   * @param kinds of the registries, by name
   * @param guards what each one's guard says of itself
   */
  Minutes(Map<String, String> kinds, Function<String, GuardReport> guards) {
    this.kinds = Map.copyOf(kinds);
    this.guards = guards;
  }

  /**
   * Registry by registry.
   *
   * @param flaws what the mapping could not use, by each sink's part
   */
  SortedMap<String, RegistryReport> of(Hearing hearing, List<List<Flaw>> flaws) {
    var byRegistry = complaints.byRegistry(flaws);
    var reports = new TreeMap<String, RegistryReport>();
    hearing
        .believed()
        .forEach(
            (name, reading) ->
                reports.put(
                    name, report(hearing, reading, byRegistry.getOrDefault(name, List.of()))));
    return reports;
  }

  private RegistryReport report(Hearing hearing, Reading believed, List<Flaw> mappingFlaws) {
    var name = believed.registry();
    var observation = Optional.ofNullable(hearing.observations().get(name));
    var catalog = believed.catalog();
    return new RegistryReport(
        name,
        kinds.getOrDefault(name, ""),
        hearing.state(name),
        catalog.services().size(),
        instances(name, catalog),
        observation.flatMap(Observation::lastAttempt),
        observation.flatMap(Observation::lastSuccess),
        observation.flatMap(Observation::lastComplete),
        believed.reason(),
        guards.apply(name),
        observation.map(Observation::restarts).orElse(0),
        catalog.flaws().isEmpty()
            ? mappingFlaws
            : Stream.concat(catalog.flaws().stream(), mappingFlaws.stream()).sorted().toList());
  }

  /** Goes on from what was counted last. */
  private int instances(String registry, Catalog catalog) {
    return instances
        .compute(
            registry,
            (same, known) ->
                (known == null ? Sum.<ServiceKey, Service>zero() : known)
                    .then(catalog.services(), service -> service.instances().size()))
        .total();
  }
}
