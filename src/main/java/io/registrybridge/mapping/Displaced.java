package io.registrybridge.mapping;

import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Assembles what the rules have moved elsewhere or left out as it would be where the sink has it.
 *
 * @param holders the origins of what stands in the sink
 * @param assembled what the rules want
 */
record Displaced(Drafts drafts, Possessions<Origin> holders, Assemblies assembled) {

  /** Empty if the rules want all there that the sink has there, and that is listed. */
  Optional<Assembly> at(ResourceId id) {
    var here = assembled.at(id);
    var wanted = here.map(assembly -> assembly.service().origins()).orElse(List.of());
    var missing =
        holders.of(id).stream()
            .filter(origin -> !wanted.contains(origin))
            .flatMap(origin -> drafts.draft(origin).stream())
            .toList();
    var all = new ArrayList<>(here.map(Assembly::drafts).orElse(List.of()));
    all.addAll(missing);
    all.sort(Comparator.comparing(Draft::service));
    return missing.isEmpty() ? Optional.empty() : Optional.of(Assembly.of(id, all));
  }
}
