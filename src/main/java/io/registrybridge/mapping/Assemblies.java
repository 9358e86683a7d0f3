package io.registrybridge.mapping;

import io.registrybridge.book.Book;
import io.registrybridge.catalog.Flaw;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Assemblies by resource.
 *
 * @param services what they are to Istio
 * @param flaws of those that have any
 * @param starved the origins of which no endpoint came though they have usable instances, where
 *     there are any
 */
record Assemblies(
    Book<ResourceId, Assembly> all,
    Book<ResourceId, MeshService> services,
    Book<ResourceId, List<Flaw>> flaws,
    Book<ResourceId, List<Origin>> starved) {

  static Assemblies none() {
    return new Assemblies(Book.empty(), Book.empty(), Book.empty(), Book.empty());
  }

  /**
   * The assemblies when some may have changed.
   *
   * @param assembled puts one together; empty if there is none
   */
  Assemblies then(Set<ResourceId> touched, Function<ResourceId, Optional<Assembly>> assembled) {
    var nextAll = all.revise();
    var nextServices = services.revise();
    var nextFlaws = flaws.revise();
    var nextStarved = starved.revise();
    for (var id : touched) {
      var assembly = assembled.apply(id);
      nextAll.set(id, assembly);
      nextServices.set(id, assembly.map(Assembly::service));
      nextFlaws.set(id, assembly.map(Assembly::flaws).filter(some -> !some.isEmpty()));
      nextStarved.set(id, assembly.map(Assembly::starved).filter(some -> !some.isEmpty()));
    }
    return new Assemblies(
        nextAll.book(), nextServices.book(), nextFlaws.book(), nextStarved.book());
  }

  /** Whether the origin has a part in the resource. */
  boolean has(Origin origin, ResourceId id) {
    var service = services.get(id);
    return service != null && service.origins().contains(origin);
  }

  Optional<Assembly> at(ResourceId id) {
    return Optional.ofNullable(all.get(id));
  }
}
