package io.registrybridge.sink.mcp;

import io.registrybridge.bench.Sample;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Manifest;
import io.registrybridge.sink.ManifestReader;
import java.time.Instant;
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

/** One service with ten instances, to and from a manifest, and to what istiod is told. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EncodedBenchmark {

  private static final String OWNER = "bench";

  private final MeshService service = Sample.service();
  private final Map<String, Object> manifest = Manifest.of(service, OWNER);

  @Benchmark
  public Map<String, Object> toManifest() {
    return Manifest.of(service, OWNER);
  }

  @Benchmark
  public Standing fromManifest() {
    return ManifestReader.read(manifest, "1");
  }

  @Benchmark
  public Object toProtobuf() {
    return Encoded.of(service, OWNER, Instant.EPOCH);
  }
}
