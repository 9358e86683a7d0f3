package io.registrybridge.plan;

import java.time.Instant;
import java.util.List;

/**
 * What is to be done to a sink, and what is not done though something calls for it.
 *
 * @param changes in the order of their ids, creations and updates before deletions
 * @param unchanged how many desired resources stand there already as they should
 */
public record Plan(
    List<Change> changes, List<Held> heldBack, List<Rejection> rejected, int unchanged) {

  public Plan {
    changes = List.copyOf(changes);
    heldBack = List.copyOf(heldBack);
    rejected = List.copyOf(rejected);
  }

  /**
   * The plan that makes a sink say what is desired, as far as that is certain.
   *
   * @param actual what stands in the sink
   * @param demand what the registries call for, as far as they spoke
   * @param restraint what the configuration may not take away, {@linkplain Restraint#after after}
   *     the same demand
   * @param now the time against which grace is measured
   */
  public static Plan between(
      Actual actual, Demand demand, Restraint restraint, Rules rules, Instant now) {
    return new Planner(actual, demand, restraint, rules, now).plan();
  }

  /** The plan that does nothing. */
  public static Plan nothing() {
    return new Plan(List.of(), List.of(), List.of(), 0);
  }
}
