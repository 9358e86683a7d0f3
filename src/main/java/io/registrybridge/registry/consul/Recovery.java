package io.registrybridge.registry.consul;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;

/**
 * How long a place is left alone that was lost: longer each time, unless it was open for a while.
 * In nanoseconds of {@link System#nanoTime()}.
 */
final class Recovery {

  private static final IntervalFunction BACKOFF =
      IntervalFunction.ofExponentialRandomBackoff(
          Duration.ofMillis(500), 2, 0.5, Duration.ofSeconds(10));

  /** Who was open for so long is not failing again and again. */
  private static final Duration STEADY = Duration.ofSeconds(10);

  private boolean open;
  private long openSince;
  private int failures;

  void opened(long now) {
    open = true;
    openSince = now;
  }

  /** It is not open any more, or could not be opened; for so long it rests. */
  Duration lost(long now) {
    var steady = open && now - openSince > STEADY.toNanos();
    open = false;
    failures = steady ? 1 : failures + 1;
    return Duration.ofMillis(BACKOFF.apply(failures));
  }
}
