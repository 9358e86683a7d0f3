package io.registrybridge.sync;

import static java.util.Comparator.naturalOrder;

import io.registrybridge.sync.Calls.Call;
import io.registrybridge.sync.Lane.Part;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Begins passes, and has each told when all its parts have ended. */
final class Passes {

  private final Reconciler reconciler;
  private final Chronicle chronicle;
  private final Clock clock;
  private final BooleanSupplier writing;
  private final Consumer<Part> ended;

  /**
   * @param writing false while passes only plan
   * @param ended is told of every part that ended, on any thread
   */
  Passes(
      Reconciler reconciler,
      Chronicle chronicle,
      Clock clock,
      BooleanSupplier writing,
      Consumer<Part> ended) {
    this.reconciler = reconciler;
    this.chronicle = chronicle;
    this.clock = clock;
    this.writing = writing;
    this.ended = ended;
  }

  /**
   * Begins a pass. For one thread at a time.
   *
   * @param call what called for it
   * @param pressing whether the next call waits for a sink to be free
   * @return its report when all its parts have ended, which may be after the next pass's
   */
  CompletableFuture<PassReport> begin(Call call, BooleanSupplier pressing) {
    var at = clock.instant();
    var start = System.nanoTime();
    try {
      var parts =
          reconciler.begin(at, writing, pressing).stream()
              .map(part -> part.thenApply(this::end))
              .toList();
      return CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new))
          .thenApply(all -> told(report(joined(parts), call, at, since(start))));
    } catch (RuntimeException | Error mistake) { // what is not caught here ends the loop for good
      return CompletableFuture.failedFuture(mistake);
    }
  }

  /** How late what was left to a sink was is told once, when nothing is. */
  private static PassReport report(List<Part> parts, Call call, Instant at, Duration took) {
    var tally = parts.stream().map(Part::tally).reduce(Tally.NOTHING, Tally::plus);
    var behind = parts.stream().map(Part::behind).max(naturalOrder()).orElse(Duration.ZERO);
    return tally.report(call.behind(behind), at, took);
  }

  private Part end(Part part) {
    chronicle.partEnded();
    ended.accept(part);
    return part;
  }

  private PassReport told(PassReport pass) {
    chronicle.passEnded(pass);
    return pass;
  }

  private static List<Part> joined(List<CompletableFuture<Part>> parts) {
    return parts.stream().map(CompletableFuture::join).toList();
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
