package io.registrybridge.sync;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * How long a sink's part of a pass goes on beginning changes when something newer waits for it: a
 * long part would keep what is vital now behind thousands of changes that are not. Safe on any
 * thread.
 */
final class Slice implements BooleanSupplier {

  /**
   * As often a pass is worth its planning, and as long an endpoint that is gone may be waited for.
   */
  private static final Duration LENGTH = Duration.ofSeconds(1);

  private final BooleanSupplier pressing;
  private final Duration length;
  private final long begun;
  private volatile boolean over;

  private Slice(BooleanSupplier pressing, Duration length, long begun) {
    this.pressing = pressing;
    this.length = length;
    this.begun = begun;
  }

  /**
   * One that begins now.
   *
   * @param pressing whether something newer waits
   */
  static Slice begin(BooleanSupplier pressing) {
    return begin(pressing, LENGTH);
  }

  static Slice begin(BooleanSupplier pressing, Duration length) {
    return new Slice(pressing, length, System.nanoTime());
  }

  /** Whether it is over; it stays so. */
  @Override
  public boolean getAsBoolean() {
    if (!over) {
      over = System.nanoTime() - begun >= length.toNanos() && pressing.getAsBoolean();
    }
    return over;
  }
}
