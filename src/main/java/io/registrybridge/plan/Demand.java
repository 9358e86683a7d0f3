package io.registrybridge.plan;

import io.registrybridge.book.Book;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the registries call for in one pass, and what they could not speak of.
 *
 * @param services what is to stand; each origin has a part in no more than one of them
 * @param displaced what would stand, beside that or in its place, if services that are listed were
 *     still called for where they stand: the configuration calls for them elsewhere, or not at all
 * @param starved origins whose registry lists usable instances, but of which no endpoint came, by
 *     the services in which they have a part
 * @param gaps what the registries could not speak of
 */
public record Demand(
    Book<ResourceId, MeshService> services,
    Book<ResourceId, MeshService> displaced,
    Book<ResourceId, List<Origin>> starved,
    List<Gap> gaps) {

  public Demand {
    gaps = List.copyOf(gaps);
  }

  /** A demand of which the configuration takes nothing away. */
  public static Demand of(Collection<MeshService> services, Collection<Gap> gaps) {
    return new Demand(byId(services), Book.empty(), Book.empty(), List.copyOf(gaps));
  }

  static Book<ResourceId, MeshService> byId(Collection<MeshService> services) {
    return Book.copyOf(services.stream().collect(Collectors.toMap(MeshService::id, one -> one)));
  }

  /** Whether the origin is to have a part in the resource. */
  boolean calls(Seat seat) {
    var service = services.get(seat.id());
    return service != null && service.origins().contains(seat.origin());
  }

  /** Whether no endpoint came of it though it has usable instances. */
  boolean starves(Seat seat) {
    return starved.getOrDefault(seat.id(), List.of()).contains(seat.origin());
  }
}
