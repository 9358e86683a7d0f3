package io.registrybridge.registry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Keeps apart what would else be done by many at the same time, for ever. */
public final class Spread {

  private static final double SHARE = 0.2;

  private Spread() {}

  /** The interval or up to a fifth less, anew each time. */
  public static Duration of(Duration interval, RandomGenerator random) {
    return interval.minusNanos((long) (interval.toNanos() * SHARE * random.nextDouble()));
  }
}
