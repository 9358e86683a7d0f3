package io.registrybridge.sink.kubernetes;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When a namespace is listed anew, from what became of it. Times are nanoseconds of {@link
 * System#nanoTime()}. Not for several threads.
 */
final class Relisting {

  private static final IntervalFunction INTERVAL =
      IntervalFunction.ofExponentialRandomBackoff(
          Duration.ofSeconds(1), 2, 0.3, Duration.ofSeconds(10));

  /** A watch that ends earlier counts as a failure. */
  private static final Duration SHORT = Duration.ofSeconds(30);

  /** What is not needed may be allowed later, and nothing tells of that. */
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(5);

  /** So many looks come soon all the same, if it was allowed before. */
  private static final int MOMENTS = 15;

  private final Duration fullList;
  private boolean watched;
  private long since;
  private int failures;
  private int moments;

  /**
   * @param fullList as long as a watch that seems well is believed
   */
  Relisting(Duration fullList) {
    this.fullList = fullList;
  }

  /** It was listed and is watched: how long that is enough. */
  Duration begun(long now) {
    forgive(now);
    watched = true;
    since = now;
    moments = MOMENTS;
    return spread(fullList);
  }

  /** The watch is over. */
  Duration ended(long now) {
    return lasted(now) ? Duration.ZERO : failed(now);
  }

  /** It could not be listed or watched. */
  Duration failed(long now) {
    forgive(now);
    failures++;
    watched = false;
    return Duration.ofMillis(INTERVAL.apply(failures));
  }

  /** It may not be listed, and need not be. A right that was there may be there again soon. */
  Duration denied(long now) {
    if (moments > 0) {
      moments--;
      return failed(now);
    }
    return spread(fullList.compareTo(LOOK_AGAIN) < 0 ? fullList : LOOK_AGAIN);
  }

  private void forgive(long now) {
    if (lasted(now)) {
      failures = 0;
    }
  }

  private boolean lasted(long now) {
    return watched && now - since >= SHORT.toNanos();
  }

  /** Up to a tenth earlier, so that not all namespaces are listed at once for ever. */
  private static Duration spread(Duration interval) {
    var part = ThreadLocalRandom.current().nextDouble(0.9, 1);
    return Duration.ofMillis((long) (interval.toMillis() * part));
  }
}
