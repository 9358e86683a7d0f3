package io.registrybridge.sink;

import io.registrybridge.plan.Actual;

/** What a sink says of itself, or that it does not say. */
public sealed interface Current {

  /** Why the sink cannot be read, as a sentence; empty if it can. */
  String trouble();

  /** What stands there. */
  record Known(Actual actual) implements Current {
    @Override
    public String trouble() {
      return "";
    }
  }

  /**
   * The sink cannot be read, so nothing may be written: a plan against nothing would be a guess.
   */
  record Unknown(String reason) implements Current {
    @Override
    public String trouble() {
      return reason;
    }
  }
}
