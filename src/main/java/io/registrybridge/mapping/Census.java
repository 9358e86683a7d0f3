package io.registrybridge.mapping;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Counts what the mesh gets from registries, by the same rules by which it gets it: what is not
 * mapped is no loss when it goes, and must not make up for what is. For one thread.
 */
public final class Census {

  private final Map<String, MappingRules> rules;
  private final Map<String, Count> counted;

  /**
   * A census of these registries.
   *
   * @param rules by registry
   */
  public Census(Map<String, MappingRules> rules) {
    this(Map.copyOf(rules), Map.of());
  }

  private Census(Map<String, MappingRules> rules, Map<String, Count> counted) {
    this.rules = rules;
    this.counted = new ConcurrentHashMap<>(counted); // since others may fork
  }

  /** A census that goes on from here on its own, for another thread. */
  public Census fork() {
    return new Census(rules, counted);
  }

  /**
   * Counts what a registry lists.
   *
   * @param hides whether nothing can be said of a service if it is absent
   * @param tells whether what is absent is gone
   */
  public Count count(String registry, Catalog catalog, Predicate<ServiceKey> hides, boolean tells) {
    var before = counted.getOrDefault(registry, Count.NOTHING);
    var now = before.then(catalog.services(), service -> counted(registry, service), hides, tells);
    counted.put(registry, now);
    return now;
  }

  private Counted counted(String registry, Service service) {
    return Optional.ofNullable(rules.get(registry))
        .map(its -> Counted.of(service, its))
        .orElse(Counted.NOTHING);
  }
}
