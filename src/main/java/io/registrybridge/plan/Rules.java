package io.registrybridge.plan;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What a plan may do.
 *
 * @param owner whose resources the bridge may change
 * @param formerOwners owners whose resources the bridge inherits: they count as its own, and become
 *     so with the next write
 * @param emptyGrace how long an unlisted service keeps its entry without endpoints, by registry;
 *     its keys are the registries that are configured
 * @param retired registries that are not configured any more on purpose: what came from them goes
 * @param allowance how much the configuration may take away at once
 */
public record Rules(
    String owner,
    Set<String> formerOwners,
    Policy policy,
    Map<String, Duration> emptyGrace,
    Set<String> retired,
    Allowance allowance) {

  public Rules {
    formerOwners = Set.copyOf(formerOwners);
    emptyGrace = Map.copyOf(emptyGrace);
    retired = Set.copyOf(retired);
  }

  /** Whether the bridge may change it. */
  public boolean own(Standing standing) {
    return standing.owner().equals(owner) || formerOwners.contains(standing.owner());
  }
}
