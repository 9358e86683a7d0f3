package io.registrybridge.bench;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.mapping.Mapper;
import io.registrybridge.plan.Actual;
import io.registrybridge.plan.Demand;
import io.registrybridge.plan.Plan;
import io.registrybridge.plan.Planner;
import io.registrybridge.plan.Restraint;
import io.registrybridge.plan.Rules;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What is to be done to a sink with 10,000 services. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PlanBenchmark {

  private static final Instant NOW = Instant.EPOCH;
  private static final Rules RULES = Estate.settings().rules();

  private final Mapper mapper = Sample.mapper();
  private final Catalog catalog = Sample.catalog(10_000);
  private final Demand demand = Sample.demand(mapper, catalog);
  private final Demand changedDemand = Sample.demand(mapper, Sample.oneChanged(catalog));
  private final Actual nothing = Actual.of(List.of());
  private final Actual standing = Sample.standing(demand.services().values());
  private final Planner planner = new Planner(RULES);
  private boolean changed;

  @Benchmark
  public Plan allNew() {
    return Plan.between(nothing, demand, Restraint.none(), RULES, NOW);
  }

  @Benchmark
  public Plan allAsItShouldBe() {
    return Plan.between(standing, demand, Restraint.none(), RULES, NOW);
  }

  @Benchmark
  public Plan oneChanged() {
    changed = !changed;
    return planner.plan(standing, changed ? changedDemand : demand, Restraint.none(), NOW);
  }
}
