package io.registrybridge.status;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.registrybridge.sync.PassReport;
import java.time.Duration;

/** Counts what passes do, and how long they take. */
public final class PassMetrics {

  private static final Duration[] LAGS = {
    Duration.ofMillis(100),
    Duration.ofMillis(300),
    Duration.ofSeconds(1),
    Duration.ofSeconds(3),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30)
  };

  private final MeterRegistry meters;
  private final Timer lag;

  public PassMetrics(MeterRegistry meters) {
    this.meters = meters;
    lag =
        Timer.builder("bridge.lag")
            .description("From the first hint of a change to the end of the pass that wrote it")
            .serviceLevelObjectives(LAGS)
            .register(meters);
  }

  /** Is to be called once after each pass. */
  public void passed(PassReport pass) {
    Timer.builder("bridge.pass")
        .description("Passes, by what came of them")
        .tag("outcome", outcome(pass))
        .register(meters)
        .record(pass.took());
    if (pass.changed()) {
      lag.record(pass.lag());
    }
    count("created", pass.created());
    count("updated", pass.updated());
    count("deleted", pass.deleted());
    count("failed", pass.failed());
    count("left", pass.left());
  }

  private static String outcome(PassReport pass) {
    if (pass.failed() > 0) {
      return "failed";
    }
    return pass.didSomething() ? "changed" : "unchanged";
  }

  private void count(String outcome, int changes) {
    Counter.builder("bridge.changes")
        .description("Changes of all sinks, by what came of them")
        .tag("outcome", outcome)
        .register(meters)
        .increment(changes);
  }
}
