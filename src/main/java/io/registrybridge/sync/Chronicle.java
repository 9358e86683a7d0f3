package io.registrybridge.sync;

import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the passes saw and did. Sinks' parts and passes end on many threads, which tell it here. */
final class Chronicle {

  private static final Logger LOG = LoggerFactory.getLogger(Chronicle.class);

  private static final int PASSES_TOLD = 20;

  private final Reconciler reconciler;
  private final Consumer<PassReport> listener;
  private volatile Report report;

  /**
   * @param listener is told of every pass
   */
  Chronicle(Reconciler reconciler, Consumer<PassReport> listener) {
    this.reconciler = reconciler;
    this.listener = listener;
    this.report = reconciler.report(List.of());
  }

  Report report() {
    var latest = reconciler.late() ? reconciler.report(report.passes()) : report;
    return reconciler.led(latest);
  }

  /** A sink's part of a pass ended. */
  synchronized void partEnded() {
    report = reconciler.report(report.passes());
  }

  /** A pass ended; one that began later may have ended before it. */
  void passEnded(PassReport pass) {
    add(pass);
    if (pass.didSomething()) {
      LOG.info(
          "pass {} ({}) took {} ms: created={} updated={} deleted={} unchanged={} failed={} heldBack={} rejected={} left={}",
          pass.id(),
          pass.trigger(),
          pass.took().toMillis(),
          pass.created(),
          pass.updated(),
          pass.deleted(),
          pass.unchanged(),
          pass.failed(),
          pass.heldBack(),
          pass.rejected(),
          pass.left());
    }
    listener.accept(pass);
  }

  private synchronized void add(PassReport pass) {
    var newestFirst =
        Stream.concat(Stream.of(pass), report.passes().stream())
            .sorted(Comparator.comparing(PassReport::id).reversed())
            .toList();
    var newest = newestFirst.get(0);
    report =
        reconciler.report(
            newestFirst.stream()
                .filter(one -> one.equals(newest) || one.didSomething())
                .limit(PASSES_TOLD)
                .toList());
  }
}
