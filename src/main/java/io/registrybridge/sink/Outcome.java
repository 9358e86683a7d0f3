package io.registrybridge.sink;

import io.registrybridge.plan.Change;
import io.registrybridge.plan.Rejection;
import io.registrybridge.plan.Rejection.Cause;

/** What became of a change. */
public sealed interface Outcome {

  Change change();

  /** Why it was not done, as a sentence; empty if it was. */
  String reason();

  /** That it was not done, if so. */
  default Rejection rejection() {
    return new Rejection(change().id(), Cause.REFUSED, reason());
  }

  /** It is done, and {@link Sink#current()} shows it. */
  record Applied(Change change) implements Outcome {

    @Override
    public String reason() {
      return "";
    }
  }

  /** It was not done this time; the next plan asks for it again. */
  record Failed(Change change, String reason) implements Outcome {}

  /** The sink refuses it as it is; trying again will not help until something changes. */
  record Refused(Change change, String reason) implements Outcome {}

  /**
   * It was not tried: this replica does not lead, and the one that does will see to it; or there is
   * something newer to be planned first, and the next plan asks for it again.
   */
  record Left(Change change, String reason) implements Outcome {}

  /** It was not tried, by decision. */
  record Skipped(Change change, String reason) implements Outcome {}
}
