package io.registrybridge.sink;

import io.registrybridge.mesh.Audience;
import io.registrybridge.plan.Plan;
import java.util.List;

/** A sink that is only looked at: it tells what would be done to it and does nothing. */
public record DryRun(Sink sink) implements Sink {

  @Override
  public String name() {
    return sink.name();
  }

  @Override
  public String kind() {
    return sink.kind();
  }

  @Override
  public void start(Runnable hint) {
    sink.start(hint);
  }

  @Override
  public Current current() {
    return sink.current();
  }

  @Override
  public void heard() {
    sink.heard();
  }

  @Override
  public List<Outcome> apply(Plan plan) {
    return plan.changes().stream()
        .map(change -> (Outcome) new Outcome.Skipped(change, "dry run"))
        .toList();
  }

  @Override
  public String sees() {
    return sink.sees();
  }

  @Override
  public Audience audience() {
    return sink.audience();
  }

  @Override
  public Leader leader() {
    return Leader.NOBODY;
  }

  @Override
  public void close() {
    sink.close();
  }
}
