package io.registrybridge.sync;

import java.time.Duration;
import java.time.Instant;

/**
 * One pass in figures, summed over the sinks.
 *
 * @param id counts up from 1 since the start
 * @param waited how long the first hint that called for it had waited when it began; if it is the
 *     first that leaves nothing to a sink, since the one began that left it something first
 * @param trigger what called for it: {@code start}, {@code interval}, {@code request}, or the name
 *     of the registry or sink that hinted
 * @param left how many changes were left to the next pass, because it waited
 */
public record PassReport(
    long id,
    Instant at,
    Duration waited,
    Duration took,
    String trigger,
    int created,
    int updated,
    int deleted,
    int unchanged,
    int failed,
    int heldBack,
    int rejected,
    int left) {

  /** How long after the first hint it had ended. */
  public Duration lag() {
    return waited.plus(took);
  }

  /** Whether it changed something. */
  public boolean changed() {
    return created + updated + deleted > 0;
  }

  /** Whether it changed something, or would have. */
  public boolean didSomething() {
    return changed() || failed + left > 0;
  }
}
