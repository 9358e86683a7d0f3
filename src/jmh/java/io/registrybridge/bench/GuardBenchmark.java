package io.registrybridge.bench;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.guard.Guard;
import io.registrybridge.guard.Level;
import io.registrybridge.mapping.Census;
import io.registrybridge.registry.Reading;
import io.registrybridge.sync.Settings;
import java.time.Instant;
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

/** How much of a registry of 10,000 services is there, and whether that is to be believed. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GuardBenchmark {

  private static final Settings SETTINGS = Estate.settings();

  private final Reading reading = complete(Sample.catalog(10_000));
  private final Reading changedReading = complete(Sample.oneChanged(reading.catalog()));
  private final Census census = new Census(SETTINGS.mapping());
  private Guard guard = Guard.from(Level.NOTHING, Instant.EPOCH);
  private boolean changed;

  private static Reading complete(Catalog catalog) {
    return new Reading.Complete("shop", Instant.EPOCH, catalog);
  }

  @Benchmark
  public Guard all() {
    return judged(reading, new Census(SETTINGS.mapping()));
  }

  @Benchmark
  public Guard oneChanged() {
    changed = !changed;
    guard = judged(changed ? changedReading : reading, census);
    return guard;
  }

  private Guard judged(Reading one, Census counting) {
    var count = counting.count("shop", one.catalog(), one::hides, true).all();
    var level = new Level(count.endpoints(), count.services());
    return guard.after(one, level, false, SETTINGS.limits(), Instant.EPOCH);
  }
}
