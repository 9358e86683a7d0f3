package io.registrybridge.sink;

import io.registrybridge.plan.Actual;

/** What a sink says of itself, or that it does not say. */
public sealed interface Current {

  /** Why it is not known what stands there, as a sentence; empty if it is. */
  String trouble();

  /** What stands there. */
  record Known(Actual actual) implements Current {
    @Override
    public String trouble() {
      return "";
    }
  }

  /** Nobody has looked yet: no trouble, but nothing to plan against either. */
  record Unread(String reason) implements Current {
    @Override
    public String trouble() {
      return reason;
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
