package io.registrybridge.sink.kubernetes;

import io.github.resilience4j.core.IntervalFunction;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.sink.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * When what failed may be tried again: each object by itself, later each time, and at once when
 * something else is wanted of it or it changed. For one thread.
 */
final class Backoff {

  private static final IntervalFunction INTERVAL =
      IntervalFunction.ofExponentialRandomBackoff(
          Duration.ofSeconds(1), 2, 0.3, Duration.ofMinutes(5));

  private record Strike(Write write, Failure failure, int count, Instant until) {}

  private final Map<ResourceId, Strike> strikes = new HashMap<>();

  /** Forgets all failures of what is not asked for any more. */
  void keep(Collection<Write> writes) {
    strikes.keySet().retainAll(writes.stream().map(Write::id).collect(Collectors.toSet()));
  }

  /** What to say of a write that is not due yet; empty if it may be tried. */
  Optional<Failure> waiting(Write write, Instant now) {
    return struck(write, strike -> now.isBefore(strike.until()));
  }

  /** Takes notice of what became of a write. */
  Outcome judge(Write write, Optional<Failure> failure, Instant now) {
    if (failure.isEmpty()) {
      strikes.remove(write.id());
      return new Outcome.Applied(write.change());
    }
    var said = failure.get().tried() ? strike(write, failure.get(), now) : failure.get();
    return (said.left() ? struck(write, strike -> true).orElse(said) : said)
        .outcome(write.change());
  }

  /** What it failed for last, if it did. */
  private Optional<Failure> struck(Write write, Predicate<Strike> which) {
    return Optional.ofNullable(strikes.get(write.id()))
        .filter(strike -> strike.write().repeats(write))
        .filter(which)
        .map(strike -> strike.failure().until(strike.until()));
  }

  /**
   * When the first of the failed ones is due, of those that were not when the plan began. One that
   * was, and could not be tried, waits for what kept it.
   */
  Optional<Instant> next(Instant began) {
    return strikes.values().stream()
        .map(Strike::until)
        .filter(until -> until.isAfter(began))
        .min(Instant::compareTo);
  }

  private Failure strike(Write write, Failure failure, Instant now) {
    var before = Optional.ofNullable(strikes.get(write.id()));
    var count = before.filter(one -> one.write().repeats(write)).map(Strike::count).orElse(0) + 1;
    var until = now.plusMillis(INTERVAL.apply(count));
    strikes.put(write.id(), new Strike(write, failure, count, until));
    return failure.until(until);
  }
}
