package io.registrybridge.sink.kubernetes;

import io.registrybridge.plan.Change;
import io.registrybridge.sink.Outcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Why a write did not come to pass.
 *
 * @param refused whether the object is at fault
 * @param tried whether the API server was asked this time
 * @param left whether it is another replica's to do, or the next plan's
 */
record Failure(String reason, boolean refused, boolean tried, boolean left) {

  Failure(String reason, boolean refused, boolean tried) {
    this(reason, refused, tried, false);
  }

  static Failure untried(String reason) {
    return new Failure(reason, false, false);
  }

  /**
   * Several of one change as one: one that was tried tells, and to try again helps if it does for
   * any.
   */
  static Optional<Failure> of(List<Failure> failures) {
    return failures.stream()
        .min(Comparator.comparing((Failure one) -> one.left()).thenComparing(Failure::refused))
        .map(
            first ->
                new Failure(
                    failures.size() == 1
                        ? first.reason()
                        : "%s (and %d more)".formatted(first.reason(), failures.size() - 1),
                    failures.stream().allMatch(Failure::refused),
                    failures.stream().anyMatch(Failure::tried),
                    failures.stream().anyMatch(Failure::left)));
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
