package io.registrybridge.sync;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * How long a sink's part of a pass goes on beginning changes when another pass waits for it: a long
 * part would keep what is vital now behind thousands of changes that are not. It counts from the
 * first change, so that each part makes some, however long its planning took. Safe on any thread.
 */
final class Slice implements BooleanSupplier {

  /**
   * As often a pass is worth its planning, and as long an endpoint that is gone may be waited for.
   */
  private static final Duration LENGTH = Duration.ofSeconds(1);

  private final BooleanSupplier pressing;
  private final Duration length;
  // Guarded by this.
  private OptionalLong begun = OptionalLong.empty();
  private boolean over;

  /**
   * @param pressing whether another pass waits
   */
  Slice(BooleanSupplier pressing) {
    this(pressing, LENGTH);
  }

  Slice(BooleanSupplier pressing, Duration length) {
    this.pressing = pressing;
    this.length = length;
  }

  /** Whether it is over, which it stays. It begins when this is asked first. */
  @Override
  public synchronized boolean getAsBoolean() {
    var now = System.nanoTime();
    var since = begun.orElse(now);
    begun = OptionalLong.of(since);
    over = over || (now - since >= length.toNanos() && pressing.getAsBoolean());
    return over;
  }
}
