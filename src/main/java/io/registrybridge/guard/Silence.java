package io.registrybridge.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a registry was silent, and until when what goes missing is put down to that. Whoever was
 * registered there may need as long again to notice, and to come back.
 *
 * @param since when the silence began; empty while the registry speaks
 * @param aftermath the end of what the last silence explains
 */
record Silence(Optional<Instant> since, Instant aftermath) {

  /** One that begins now. */
  static Silence from(Instant now) {
    return new Silence(Optional.of(now), now);
  }

  /** None, nor anything that an earlier one explains. */
  static Silence none(Instant now) {
    return new Silence(Optional.empty(), now);
  }

  /** The same while the registry says nothing. */
  Silence lasting(Instant now) {
    return since.isPresent() ? this : new Silence(Optional.of(now), aftermath);
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
    var end = now.plus(length.compareTo(longest) < 0 ? length : longest);
    return new Silence(Optional.empty(), end.isAfter(aftermath) ? end : aftermath);
  }

  /** How long it has lasted; nothing while the registry speaks. */
  Duration length(Instant now) {
    return since.map(begin -> Duration.between(begin, now)).orElse(Duration.ZERO);
  }

  /** Whether something that is missing from what the registry says now may only be late. */
  boolean explains(Instant now) {
    return since.isPresent() || now.isBefore(aftermath);
  }
}
