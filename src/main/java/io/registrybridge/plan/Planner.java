package io.registrybridge.plan;

import java.time.Instant;

/**
 * Makes one plan after the other for one sink. What it remembers of the last one only saves work.
 * For one thread.
 */
public final class Planner {

  private final Rules rules;
  private volatile Rulings last; // so that others see it whole

  public Planner(Rules rules) {
    this(rules, Rulings.none());
  }

  private Planner(Rules rules, Rulings last) {
    this.rules = rules;
    this.last = last;
  }

  /** A planner that goes on from here on its own, for another thread. */
  public Planner fork() {
    return new Planner(rules, last);
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
  public Plan plan(Actual actual, Demand demand, Restraint restraint, Instant now) {
    var gaps = new Gaps(demand.gaps(), rules);
    var next = last.then(actual, demand, new Grounds(gaps, restraint, rules, now));
    last = next;
    return next.plan();
  }
}
