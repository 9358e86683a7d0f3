package io.registrybridge.status;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.registrybridge.mesh.Audience;
import io.registrybridge.sync.Bridge;
import io.registrybridge.sync.PassReport;
import io.registrybridge.sync.RegistryReport;
import io.registrybridge.sync.SinkReport;
import java.time.Clock;
import java.util.Optional;

/**
 * Gauges over the latest report. Tagged with names from the configuration alone: so many registries
 * and sinks, so many series, however many services there are.
 */
record ReportMetrics(Bridge bridge, BridgeInfo info, Clock clock) implements MeterBinder {

  /** The kind of sink that istiods read from. */
  private static final String READ_FROM = "mcp";

  @Override
  public void bindTo(MeterRegistry meters) {
    var age = new Age(clock);
    bind(age, new Gauges<>(meters, Tags.empty(), () -> Optional.of(bridge)));
    info.registries()
        .forEach((name, kind) -> RegistryGauges.bind(age, registry(name, kind, meters)));
    info.sinks().forEach((name, kind) -> SinkGauges.bind(sink(name, kind, meters)));
    info.sinks().entrySet().stream()
        .filter(sink -> sink.getValue().equals(READ_FROM))
        .forEach(sink -> AudienceGauges.bind(audience(sink.getKey(), meters)));
  }

  private void bind(Age age, Gauges<Bridge> gauges) {
    gauges
        .addTruth("bridge.paused", "Whether an operator stopped the writing", Bridge::paused)
        .addTruth("bridge.dry.run", "Whether nothing is written at all", asked -> info.dryRun())
        .addSeconds(
            "bridge.pass.age",
            "Time since the latest pass began",
            asked -> age.seconds(asked.report().lastPass().map(PassReport::at)))
        .addSeconds(
            "bridge.pass.interval",
            "Time between two passes that nothing calls for",
            asked -> info.interval().toMillis() / 1000.0);
    gauges
        .with("owner", info.owner())
        .with("policy", Spelling.of(info.policy()))
        .addTruth("bridge.running", "Always 1; what the bridge is told by its tags", asked -> true);
  }

  private Gauges<RegistryReport> registry(String name, String kind, MeterRegistry meters) {
    return new Gauges<>(
        meters,
        Tags.of("registry", name, "kind", kind),
        () -> Optional.ofNullable(bridge.report().registries().get(name)));
  }

  private Gauges<SinkReport> sink(String name, String kind, MeterRegistry meters) {
    return new Gauges<>(
        meters,
        Tags.of("sink", name, "kind", kind),
        () -> Optional.ofNullable(bridge.report().sinks().get(name)));
  }

  private Gauges<Audience> audience(String name, MeterRegistry meters) {
    return new Gauges<>(
        meters,
        Tags.of("sink", name, "kind", READ_FROM),
        () -> Optional.ofNullable(bridge.audiences().get(name)));
  }
}
