package io.registrybridge.registry.discovery;

import java.time.Duration;
import java.time.Instant;

/**
 * When it is believed that there is nothing.
 *
 * @param reads how many in a row must say so
 * @param span how long after the first the last must have begun; heartbeats and requests may make
 *     many reads of one moment
 */
record Confirmation(int reads, Duration span) {

  static Confirmation of(DiscoveryClientSettings settings) {
    var reads = settings.confirmations();
    return new Confirmation(reads, settings.interval().multipliedBy(reads - 1L));
  }

  /** How often it was said that there is nothing, without a break since an instant. */
  record Streak(int reads, Instant since) {

    Streak andOnceMore() {
      return new Streak(reads + 1, since);
    }
  }

  boolean by(Streak streak, Instant now) {
    return streak.reads() >= reads && !now.isBefore(streak.since().plus(span));
  }
}
