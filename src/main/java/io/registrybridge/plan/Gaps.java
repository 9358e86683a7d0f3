package io.registrybridge.plan;

import static java.util.stream.Collectors.groupingBy;

import io.registrybridge.mesh.Origin;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All gaps of a pass, the ones that nobody reads any more included. */
final class Gaps {

  /** Those over one service; a registry may have one over each of 10,000. */
  private final Map<Origin, Gap> single = new HashMap<>();

  private final Map<String, List<Gap>> wider;
  private final boolean empty;
  private final Rules rules;

  Gaps(Collection<Gap> gaps, Rules rules) {
    gaps.forEach(gap -> gap.single().ifPresent(origin -> single.putIfAbsent(origin, gap)));
    this.wider =
        gaps.stream().filter(gap -> gap.single().isEmpty()).collect(groupingBy(Gap::registry));
    this.empty = gaps.stream().map(Gap::registry).noneMatch(rules.emptyGrace()::containsKey);
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

  /** The one over this service alone, or else the first; a registry's all have one reason. */
  private Optional<Gap> told(Origin origin) {
    return Optional.ofNullable(single.get(origin))
        .or(
            () ->
                wider.getOrDefault(origin.registry(), List.of()).stream()
                    .filter(gap -> gap.covers(origin))
                    .findFirst());
  }

  /** Whether all registries that are read spoke of everything. */
  boolean isEmpty() {
    return empty;
  }

  private static Gap orphan(String registry) {
    return Gap.over(
        registry,
        "orphan: registry '%s' is not configured; name it in bridge.retired to let it go"
            .formatted(registry),
        Optional.empty());
  }
}
