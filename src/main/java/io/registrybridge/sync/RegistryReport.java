package io.registrybridge.sync;

import io.registrybridge.catalog.Flaw;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a pass saw of one registry.
 *
 * @param services how many it lists
 * @param instances how many it lists, whatever their status
 * @param lastSuccess when it last answered, if in part
 * @param lastComplete when it was last read in full
 * @param reason why it is not {@link State#COMPLETE}, as a sentence; else empty
 * @param restarts how often its watch broke off since the start
 * @param flaws what of its answer could not be used, by the adapter or by the mapping
 */
public record RegistryReport(
    String name,
    String kind,
    State state,
    int services,
    int instances,
    Optional<Instant> lastAttempt,
    Optional<Instant> lastSuccess,
    Optional<Instant> lastComplete,
    String reason,
    GuardReport guard,
    int restarts,
    List<Flaw> flaws) {

  public RegistryReport {
    flaws = List.copyOf(flaws);
  }

  /** How far a registry's word goes. */
  public enum State {
    COMPLETE,
    PARTIAL,
    UNAVAILABLE,
    UNREAD
  }
}
