package io.registrybridge.plan;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What a plan may do.
 *
 * @param owner whose resources the bridge may change
 * @param emptyGrace how long an unlisted service keeps its entry without endpoints, by registry;
 *     its keys are the registries that are configured
 * @param retired registries that are not configured any more on purpose: what came from them goes
 */
public record Rules(
    String owner, Policy policy, Map<String, Duration> emptyGrace, Set<String> retired) {

  public Rules {
    emptyGrace = Map.copyOf(emptyGrace);
    retired = Set.copyOf(retired);
  }
}
