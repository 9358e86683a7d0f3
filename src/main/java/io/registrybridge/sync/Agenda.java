package io.registrybridge.sync;

import java.time.Duration;

/**
 * When the next pass is due, in nanoseconds of {@link System#nanoTime()}; a value.
 *
 * <p>The first hint is due at once. Hints that come during a pass or within the quiet period after
 * it are gathered until they stop for that long, but no longer than the longest wait.
 *
 * @param ended when the last pass ended
 * @param hinted whether there is a hint
 * @param first when the first hint came since the last pass began
 * @param last when the last one came
 */
record Agenda(long ended, boolean hinted, long first, long last) {

  static Agenda from(long now) {
    return new Agenda(now, false, 0, 0);
  }

  Agenda hint(long now) {
    return new Agenda(ended, true, hinted ? first : now, now);
  }

  /** The agenda when a pass begins: it answers all hints so far. */
  Agenda begun() {
    return new Agenda(ended, false, 0, 0);
  }

  Agenda ended(long now) {
    return new Agenda(now, hinted, first, last);
  }

  /** How long the first hint has been waiting; zero if there is none. */
  long waited(long now) {
    return hinted ? now - first : 0;
  }

  /** How long until the next pass is due; zero or less if it is due. */
  long due(long now, Timing timing) {
    var byInterval = ended + nanos(timing.interval());
    return Math.min(byInterval - now, hinted ? hintDue(timing) - now : Long.MAX_VALUE);
  }

  private long hintDue(Timing timing) {
    var quiet = nanos(timing.quiet());
    if (first - ended >= quiet) {
      return first;
    }
    var calm = later(last, ended) + quiet;
    var latest = later(first, ended) + nanos(timing.longestWait());
    return calm - latest < 0 ? calm : latest;
  }

  private static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }

  private static long nanos(Duration duration) {
    return duration.toNanos();
  }
}
