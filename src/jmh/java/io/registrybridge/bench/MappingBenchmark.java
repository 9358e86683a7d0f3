package io.registrybridge.bench;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.mapping.Mapped;
import io.registrybridge.mapping.Mapper;
import java.util.List;
import java.util.Map;
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

/** From a registry's catalog to mesh services, each with ten instances. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MappingBenchmark {

  private final Catalog one = Sample.catalog(1);
  private final Catalog many = Sample.catalog(10_000);
  private final Catalog manyChanged = Sample.oneChanged(many);
  private final Mapper mapper = Sample.mapper();
  private boolean changed;

  @Benchmark
  public Mapped one() {
    return Sample.mapper().map(List.of(one), Map.of());
  }

  @Benchmark
  public Mapped tenThousand() {
    return Sample.mapper().map(List.of(many), Map.of());
  }

  @Benchmark
  public Mapped oneChangedOfTenThousand() {
    changed = !changed;
    return mapper.map(List.of(changed ? manyChanged : many), Map.of());
  }
}
