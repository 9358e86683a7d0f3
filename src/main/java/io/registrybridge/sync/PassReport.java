package io.registrybridge.sync;

import java.time.Duration;
import java.time.Instant;

/**
 * One pass in figures, summed over the sinks.
 *
 * @param id counts up from 1 since the start
 * @param trigger what called for it: {@code start}, {@code interval}, {@code request}, or the name
 *     of the registry or sink that hinted
 */
public record PassReport(
    long id,
    Instant at,
    Duration took,
    String trigger,
    int created,
    int updated,
    int deleted,
    int unchanged,
    int failed,
    int heldBack,
    int rejected) {

  /** Whether it changed something, or tried to. */
  public boolean didSomething() {
    return created + updated + deleted + failed > 0;
  }
}
