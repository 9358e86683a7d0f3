package io.registrybridge.mapping;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the mesh gets from registries, by the same rules by which it gets it: what is not
 * mapped is no loss when it goes, and must not make up for what is. What it remembers of the last
 * count only saves work. For one thread.
 */
public final class Census {

  private record Counted(Service service, int up, List<String> out) {}

  private record Count(Catalog catalog, Map<ServiceKey, Counted> services) {
    static final Count NOTHING = new Count(Catalog.empty(), Map.of());
  }

  private final Map<String, MappingRules> rules;
  private final Map<String, Count> counted = new HashMap<>();

  /**
   * A census of these registries.
   *
   * @param rules by registry
   */
  public Census(Map<String, MappingRules> rules) {
    this.rules = Map.copyOf(rules);
  }

  /**
   * Counts what a registry lists.
   *
   * @param excused whether an instance that somebody took out counts as there, by its address
   */
  public Headcount of(String registry, Catalog catalog, Predicate<String> excused) {
    var itsRules = rules.get(registry);
    if (itsRules == null) {
      return new Headcount(0, 0);
    }
    var endpoints = 0;
    var services = 0;
    for (var one : count(registry, catalog, itsRules).services().values()) {
      var there = one.up() + (int) one.out().stream().filter(excused).count();
      endpoints += there;
      services += there > 0 ? 1 : 0;
    }
    return new Headcount(endpoints, services);
  }

  /** The services that are listed, but of which the rules let nothing through. */
  public Set<ServiceKey> uncalled(String registry, Catalog catalog) {
    var itsRules = rules.get(registry);
    return itsRules == null
        ? catalog.services().keySet()
        : catalog.services().values().stream()
            .filter(service -> uncalled(service, itsRules))
            .map(Service::key)
            .collect(Collectors.toSet());
  }

  private static boolean uncalled(Service service, MappingRules itsRules) {
    if (!itsRules.names().chosen(service.key().name())) {
      return true;
    }
    var draft = Drafting.draft(service, itsRules);
    return draft.usable() && draft.candidates().isEmpty();
  }

  private Count count(String registry, Catalog catalog, MappingRules itsRules) {
    var before = counted.getOrDefault(registry, Count.NOTHING);
    if (before.catalog().equals(catalog)) {
      return before;
    }
    var now = new HashMap<ServiceKey, Counted>();
    for (var service : catalog.services().values()) {
      if (itsRules.names().chosen(service.key().name())) {
        now.put(service.key(), count(service, before.services().get(service.key()), itsRules));
      }
    }
    var count = new Count(catalog, now);
    counted.put(registry, count);
    return count;
  }

  private static Counted count(Service service, @Nullable Counted known, MappingRules itsRules) {
    if (known != null && known.service().equals(service)) {
      return known;
    }
    var draft = Drafting.draft(service, itsRules);
    return new Counted(service, draft.up(), draft.out());
  }
}
