package io.registrybridge.plan;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done to a sink, and what is not done though something calls for it.
 *
 * @param changes in the order of their ids, creations and updates before deletions
 * @param unchanged how many desired resources stand there already as they should
 * @param expires when the passing of time alone makes another plan of the same, if it will
 */
public record Plan(
    List<Change> changes,
    List<Held> heldBack,
    List<Rejection> rejected,
    int unchanged,
    Optional<Instant> expires) {

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
    return new Planner(rules).plan(actual, demand, restraint, now);
  }

  /** The plan that does this and nothing else. */
  public static Plan of(List<Change> changes) {
    return new Plan(changes, List.of(), List.of(), 0, Optional.empty());
  }

  /** The plan that does nothing. */
  public static Plan nothing() {
    return of(List.of());
  }
}
