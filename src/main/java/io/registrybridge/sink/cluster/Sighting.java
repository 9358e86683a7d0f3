package io.registrybridge.sink.cluster;

import java.time.Duration;

/**
 * A Lease as this replica saw it. How old it is is measured from when it was first seen so, by this
 * replica's own clock that only goes forward: another one's may be wrong.
 *
 * @param since when it was first seen so, as {@link System#nanoTime()} has it
 * @param alive whether the holder gave a sign of life in sight of this replica
 */
record Sighting(Deed deed, long since, boolean alive) {

  static Sighting first(Deed deed, long now) {
    return new Sighting(deed, now, false);
  }

  Sighting then(Deed next, long now) {
    if (deed.sameBreath(next)) {
      return new Sighting(next, since, alive);
    }
    return new Sighting(next, now, true);
  }

  /** Whether whoever wants it may take it. */
  boolean free(long now) {
    return deed.holder().isEmpty() || left(now).isNegative() || left(now).isZero();
  }

  /** How long until it is free if the holder gives no sign of life any more. */
  Duration left(long now) {
    return deed.promise().minusNanos(now - since);
  }
}
