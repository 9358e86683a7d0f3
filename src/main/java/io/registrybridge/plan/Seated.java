package io.registrybridge.plan;

import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How many services of each registry stand where they are called for. The next one counts only what
 * changed.
 */
record Seated(Actual actual, Demand demand, Map<String, Integer> byRegistry) {

  Seated {
    byRegistry = Map.copyOf(byRegistry);
  }

  static Seated nobody() {
    return new Seated(Actual.of(List.of()), Demand.of(List.of(), List.of()), Map.of());
  }

  Seated then(Actual nowActual, Demand nowDemand, Rules rules) {
    var next = new Seated(nowActual, nowDemand, byRegistry);
    var counts = new HashMap<>(byRegistry);
    for (var id : touched(next)) {
      at(id, rules).forEach(one -> counts.merge(one.registry(), -1, Integer::sum));
      next.at(id, rules).forEach(one -> counts.merge(one.registry(), 1, Integer::sum));
    }
    return new Seated(nowActual, nowDemand, counts);
  }

  private Set<ResourceId> touched(Seated next) {
    var ids = new HashSet<ResourceId>();
    next.actual.resources().since(actual.resources()).forEach(one -> ids.add(one.key()));
    next.demand.services().since(demand.services()).forEach(one -> ids.add(one.key()));
    return ids;
  }

  private Stream<Origin> at(ResourceId id, Rules rules) {
    var called = Optional.ofNullable(demand.services().get(id)).map(MeshService::origins);
    return actual.service(id, rules).map(MeshService::origins).orElse(List.of()).stream()
        .filter(called.orElse(List.of())::contains);
  }

  /** How many of this registry's. */
  int of(String registry) {
    return byRegistry.getOrDefault(registry, 0);
  }
}
