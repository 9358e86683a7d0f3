package io.registrybridge.plan;

import static java.util.stream.Collectors.groupingBy;

import io.registrybridge.mesh.Origin;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All gaps of a pass, the ones that nobody reads any more included. */
final class Gaps {

  private final Map<String, List<Gap>> byRegistry;
  private final Rules rules;

  Gaps(Collection<Gap> gaps, Rules rules) {
    this.byRegistry = gaps.stream().collect(groupingBy(Gap::registry));
    this.rules = rules;
  }

  /** The gap that keeps us from concluding anything from the absence of what came from there. */
  Optional<Gap> over(Origin origin) {
    var registry = origin.registry();
    if (!rules.emptyGrace().containsKey(registry)) {
      return rules.retired().contains(registry)
          ? Optional.empty()
          : told(origin).or(() -> Optional.of(orphan(registry)));
    }
    return told(origin);
  }

  private Optional<Gap> told(Origin origin) {
    return byRegistry.getOrDefault(origin.registry(), List.of()).stream()
        .filter(gap -> gap.covers(origin))
        .findFirst();
  }

  /** Whether all registries that are read spoke of everything. */
  boolean isEmpty() {
    return byRegistry.keySet().stream().noneMatch(rules.emptyGrace()::containsKey);
  }

  private static Gap orphan(String registry) {
    return Gap.over(
        registry,
        "orphan: registry '%s' is not configured; name it in bridge.retired to let it go"
            .formatted(registry),
        Optional.empty());
  }
}
