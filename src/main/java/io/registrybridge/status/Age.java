package io.registrybridge.status;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long ago something was, by this clock. */
record Age(Clock clock) {

  /** Not a number where it never was: no series is better than a wrong one. */
  double seconds(Optional<Instant> at) {
    return at.map(then -> Duration.between(then, clock.instant()).toMillis() / 1000.0)
        .orElse(Double.NaN);
  }
}
