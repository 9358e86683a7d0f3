package io.registrybridge.sink;

import io.registrybridge.plan.Plan;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A sink that is only looked at: it tells what would be done to it and does nothing. */
public record DryRun(Sink sink) implements Around {

  @Override
  public List<Outcome> apply(Plan plan, BooleanSupplier pressed) {
    return plan.changes().stream()
        .map(change -> (Outcome) new Outcome.Skipped(change, "dry run"))
        .toList();
  }

  /** Nothing: what is served is what was, and not what a pass would make of it. */
  @Override
  public void heard() {}

  @Override
  public Leader leader() {
    return Leader.NOBODY;
  }
}
