package io.registrybridge.status;

import io.micrometer.core.instrument.MeterRegistry;
import io.registrybridge.sync.PassReport;

/** Counts what passes do, and how long they take. */
public final class PassMetrics {

  private final MeterRegistry meters;

  public PassMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  /** Is to be called once after each pass. */
  public void passed(PassReport pass) {
    meters.timer("bridge.pass", "outcome", outcome(pass)).record(pass.took());
    count("created", pass.created());
    count("updated", pass.updated());
    count("deleted", pass.deleted());
    count("failed", pass.failed());
  }

  private static String outcome(PassReport pass) {
    if (pass.failed() > 0) {
      return "failed";
    }
    return pass.didSomething() ? "changed" : "unchanged";
  }

  private void count(String outcome, int changes) {
    meters.counter("bridge.changes", "outcome", outcome).increment(changes);
  }
}
