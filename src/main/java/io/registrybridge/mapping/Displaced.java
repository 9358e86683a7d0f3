package io.registrybridge.mapping;

import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Assembles what the rules have moved elsewhere or left out as it would be where the sink has it.
 *
 * @param assembled what the rules want, by resource
 * @param drafts the draft of a service that is listed, whether it is wanted or not
 */
record Displaced(Map<ResourceId, Assembly> assembled, Function<Origin, Optional<Draft>> drafts) {

  List<Assembly> among(Map<ResourceId, List<Origin>> holders) {
    var displaced = new ArrayList<Assembly>();
    holders.forEach((id, origins) -> at(id, origins).ifPresent(displaced::add));
    displaced.sort(Comparator.comparing(assembly -> assembly.service().id()));
    return displaced;
  }

  private Optional<Assembly> at(ResourceId id, List<Origin> origins) {
    var here = Optional.ofNullable(assembled.get(id));
    var wanted = here.map(assembly -> assembly.service().origins()).orElse(List.of());
    if (wanted.equals(origins)) {
      return Optional.empty();
    }
    var missing =
        origins.stream()
            .filter(origin -> !wanted.contains(origin))
            .flatMap(origin -> drafts.apply(origin).stream())
            .toList();
    var all = new ArrayList<>(here.map(Assembly::drafts).orElse(List.of()));
    all.addAll(missing);
    all.sort(Comparator.comparing(Draft::service));
    return missing.isEmpty() ? Optional.empty() : Optional.of(Assembly.of(id, all));
  }
}
