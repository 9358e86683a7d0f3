package io.registrybridge.sink.kubernetes;

import io.registrybridge.plan.Change;
import io.registrybridge.sink.Outcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Why a write did not come to pass.
 *
 * @param refused whether the object is at fault
 * @param tried whether the API server was asked this time
 * @param left whether it is another replica's to do
 */
record Failure(String reason, boolean refused, boolean tried, boolean left) {

  Failure(String reason, boolean refused, boolean tried) {
    this(reason, refused, tried, false);
  }

  static Failure untried(String reason) {
    return new Failure(reason, false, false);
  }

  static Failure left(String reason) {
    return new Failure(reason, false, false, true);
  }

  Outcome outcome(Change change) {
    if (left) {
      return new Outcome.Left(change, reason);
    }
    return refused ? new Outcome.Refused(change, reason) : new Outcome.Failed(change, reason);
  }

  /** The same, to be said again until this time, for want of another try. */
  Failure until(Instant next) {
    var time = next.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    return new Failure(reason + "; not tried again before " + time, refused, false);
  }
}
