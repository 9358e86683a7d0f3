package io.registrybridge.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** All services that one registry lists, by key, and what in its answer was unusable. */
public record Catalog(SortedMap<ServiceKey, Service> services, List<Flaw> flaws) {

  private static final Catalog EMPTY = new Catalog(new TreeMap<>(), List.of());

  public Catalog {
    services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
    flaws = flaws.stream().sorted().toList();
  }

  public static Catalog empty() {
    return EMPTY;
  }

  public static Catalog of(Collection<Service> services, Collection<Flaw> flaws) {
    var byKey = new TreeMap<ServiceKey, Service>();
    services.forEach(service -> byKey.put(service.key(), service));
    return new Catalog(byKey, List.copyOf(flaws));
  }

  /** How many instances are listed, whatever their status. */
  public int instances() {
    return services.values().stream().mapToInt(service -> service.instances().size()).sum();
  }
}
