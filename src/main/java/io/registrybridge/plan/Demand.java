package io.registrybridge.plan;

import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the registries call for in one pass, and what they could not speak of.
 *
 * @param services what is to stand
 * @param displaced what would stand, beside that or in its place, if services that are listed were
 *     still called for where they stand: the configuration calls for them elsewhere, or not at all
 * @param starved origins whose registry lists usable instances, but of which no endpoint came
 * @param gaps what the registries could not speak of
 */
public record Demand(
    SortedMap<ResourceId, MeshService> services,
    SortedMap<ResourceId, MeshService> displaced,
    Set<Origin> starved,
    List<Gap> gaps) {

  public Demand {
    services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
    displaced = Collections.unmodifiableSortedMap(new TreeMap<>(displaced));
    starved = Set.copyOf(starved);
    gaps = List.copyOf(gaps);
  }

  /** A demand of which the configuration takes nothing away. */
  public static Demand of(Collection<MeshService> services, Collection<Gap> gaps) {
    return of(services, List.of(), Set.of(), gaps);
  }

  public static Demand of(
      Collection<MeshService> services,
      Collection<MeshService> displaced,
      Set<Origin> starved,
      Collection<Gap> gaps) {
    return new Demand(byId(services), byId(displaced), starved, List.copyOf(gaps));
  }

  private static SortedMap<ResourceId, MeshService> byId(Collection<MeshService> services) {
    var byId = new TreeMap<ResourceId, MeshService>();
    services.forEach(service -> byId.put(service.id(), service));
    return byId;
  }

  /** Whether the origin is to have a part in the resource. */
  boolean calls(Seat seat) {
    var service = services.get(seat.id());
    return service != null && service.origins().contains(seat.origin());
  }
}
