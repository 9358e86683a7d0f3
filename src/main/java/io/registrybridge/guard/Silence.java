package io.registrybridge.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a registry was silent, and for how long what goes missing is put down to that. Whoever was
 * registered there may need as long again to notice, and to come back.
 *
 * @param since when the silence began; empty while the registry speaks
 * @param ours whether it is one of the bridge's, which has only just begun, and explains no more
 *     than what is missing at its end
 * @param end when the last one ended
 * @param aftermath for how long after its end that one explains something, and for how long what it
 *     explains is waited for at least
 */
record Silence(Optional<Instant> since, boolean ours, Instant end, Duration aftermath) {

  /** The one with which a bridge begins. */
  static Silence ours(Instant now) {
    return new Silence(Optional.of(now), true, now, Duration.ZERO);
  }

  /** None, nor anything that an earlier one explains. */
  static Silence none(Instant now) {
    return new Silence(Optional.empty(), false, now, Duration.ZERO);
  }

  /** The same while the registry says nothing. */
  Silence lasting(Instant now) {
    return since.isPresent() ? this : new Silence(Optional.of(now), false, end, aftermath);
  }

  /**
   * The same when the registry speaks.
   *
   * @param longest for which a silence explains anything
   */
  Silence ended(Instant now, Duration longest) {
    if (since.isEmpty()) {
      return this;
    }
    var length = length(now);
    var left = Duration.between(now, end.plus(aftermath)); // of the one before
    var longer = length.compareTo(left) < 0 ? left : length;
    return new Silence(
        Optional.empty(), false, now, longer.compareTo(longest) < 0 ? longer : longest);
  }

  /** How long the registry has been silent; nothing while it speaks. */
  Duration length(Instant now) {
    return since
        .filter(begin -> !ours)
        .map(begin -> Duration.between(begin, now))
        .orElse(Duration.ZERO);
  }

  /** Whether something that is missing from what the registry says now may only be late. */
  boolean explains(Instant now) {
    return since.isPresent() || now.isBefore(end.plus(aftermath));
  }
}
