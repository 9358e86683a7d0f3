package io.registrybridge.registry.consul;

import java.time.Duration;

/**
 * How often something may be done: a few times at once, and then one by one. In nanoseconds of
 * {@link System#nanoTime()}.
 */
final class Pace {

  private final long interval;
  private final long lead;

  private boolean begun;
  private long due;

  /**
   * @param atOnce how many turns nobody waits for
   * @param interval between the others
   */
  Pace(int atOnce, Duration interval) {
    this.interval = interval.toNanos();
    this.lead = (atOnce - 1) * this.interval;
  }

  /** Takes the next turn, and says how long until then; zero if it is now. */
  Duration turn(long now) {
    if (!begun || due - now < -lead) {
      begun = true;
      due = now - lead;
    }
    var left = Math.max(0, due - now);
    due += interval;
    return Duration.ofNanos(left);
  }
}
