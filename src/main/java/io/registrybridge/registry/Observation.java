package io.registrybridge.registry;

import java.time.Instant;
import java.util.Optional;

/**
 * The latest reading of a registry, and when it was tried and when it last answered.
 *
 * @param lastAttempt when the last read ended, whatever came of it; empty before the first
 * @param lastSuccess when the last read ended that was not {@link Reading.Unavailable}
 * @param lastComplete when the last read ended that was {@link Reading.Complete}
 * @param lastSilence when the last read ended that could not tell what is absent; who looks seldom
 *     may have missed it
 * @param restarts how often its watch broke off since the start; never, where it has none
 */
public record Observation(
    Reading reading,
    Optional<Instant> lastAttempt,
    Optional<Instant> lastSuccess,
    Optional<Instant> lastComplete,
    Optional<Instant> lastSilence,
    int restarts) {

  /** Before the first read: nothing is known, so nothing may be concluded. */
  public static Observation unread(String registry, Instant now) {
    return new Observation(
        new Reading.Unavailable(registry, now, "not read yet"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(now),
        0);
  }

  /** This observation followed by one more reading, which ended at its own time. */
  public Observation then(Reading next) {
    var success = next instanceof Reading.Unavailable ? lastSuccess : Optional.of(next.at());
    var complete = next instanceof Reading.Complete ? Optional.of(next.at()) : lastComplete;
    var silence = next.tellsWhatIsAbsent() ? lastSilence : Optional.of(next.at());
    return new Observation(next, Optional.of(next.at()), success, complete, silence, restarts);
  }

  /** This observation when the watch has broken off once more. */
  Observation restarted() {
    return new Observation(
        reading, lastAttempt, lastSuccess, lastComplete, lastSilence, restarts + 1);
  }
}
