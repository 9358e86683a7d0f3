package io.registrybridge.sink;

import io.registrybridge.plan.Actual;

/** What a sink says of itself, or that it does not say. */
public sealed interface Current {

  /** What stands there. */
  record Known(Actual actual) implements Current {}

  /**
   * The sink cannot be read, so nothing may be written: a plan against nothing would be a guess.
   */
  record Unknown(String reason) implements Current {}
}
