package io.registrybridge.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.registrybridge.sync.PassReport;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsTest {

  private final FakeBridge bridge = new FakeBridge();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @BeforeEach
  void bind() {
    Shop.open(bridge);
    var clock = Clock.fixed(Shop.NOON.plusSeconds(30), ZoneOffset.UTC);
    new ReportMetrics(bridge, Shop.info(), clock).bindTo(meters);
  }

  @Test
  void measuresEachRegistry() {
    assertThat(gauge("bridge.registry.up", "registry", "shop")).isEqualTo(1);
    assertThat(gauge("bridge.registry.up", "registry", "core")).isEqualTo(0);
    assertThat(gauge("bridge.registry.state", "registry", "shop", "state", "partial")).isEqualTo(1);
    assertThat(gauge("bridge.registry.state", "registry", "shop", "state", "complete"))
        .isEqualTo(0);
    assertThat(gauge("bridge.registry.success.age", "registry", "shop")).isEqualTo(30);
    assertThat(gauge("bridge.registry.success.age", "registry", "core")).isNaN();
    assertThat(gauge("bridge.registry.complete.age", "registry", "shop")).isEqualTo(90);
    assertThat(gauge("bridge.registry.complete.age", "registry", "core")).isNaN();
    assertThat(gauge("bridge.registry.instances", "registry", "shop")).isEqualTo(4);
    assertThat(count("bridge.registry.watch.restarts", "registry", "shop")).isEqualTo(2);
    assertThat(gauge("bridge.guard.tripped", "registry", "shop")).isEqualTo(1);
    assertThat(gauge("bridge.guard.mark.endpoints", "registry", "shop")).isEqualTo(10);
    assertThat(gauge("bridge.guard.level.services", "registry", "shop")).isEqualTo(3);
  }

  @Test
  void measuresEachSink() {
    assertThat(gauge("bridge.sink.readable", "sink", "cluster")).isEqualTo(1);
    assertThat(gauge("bridge.sink.readable", "sink", "review")).isEqualTo(0);
    assertThat(gauge("bridge.sink.leader", "sink", "cluster")).isEqualTo(1);
    assertThat(gauge("bridge.sink.leader.known", "sink", "cluster")).isEqualTo(1);
    assertThat(gauge("bridge.sink.resources", "sink", "cluster")).isEqualTo(2);
    assertThat(gauge("bridge.sink.held.back", "sink", "cluster")).isEqualTo(1);
    assertThat(gauge("bridge.sink.rejected", "sink", "cluster", "cause", "host-taken"))
        .isEqualTo(1);
    assertThat(gauge("bridge.sink.rejected", "sink", "cluster", "cause", "refused")).isZero();
    assertThat(count("bridge.sink.repairs", "sink", "cluster")).isEqualTo(3);
    assertThat(count("bridge.sink.watch.restarts", "sink", "cluster")).isEqualTo(1);
  }

  @Test
  void measuresThoseWhoReadFromTheBridgeItself() {
    var info = Shop.info().between(Map.of(), Map.of("istiod", "mcp", "review", "file"));
    bridge.audiences = Shop.audiences("istiod");

    new ReportMetrics(bridge, info, Clock.systemUTC()).bindTo(meters);

    assertThat(gauge("bridge.sink.istiods", "sink", "istiod")).isEqualTo(2);
    assertThat(gauge("bridge.sink.istiods.lag", "sink", "istiod")).isEqualTo(1.5);
    assertThat(meters.find("bridge.sink.istiods").gauges()).hasSize(1);
  }

  @Test
  void measuresTheBridge() {
    bridge.paused = true;

    assertThat(gauge("bridge.paused")).isEqualTo(1);
    assertThat(gauge("bridge.pass.age")).isEqualTo(30);
    assertThat(gauge("bridge.pass.interval")).isEqualTo(30);
    assertThat(gauge("bridge.running", "owner", "prod-eu", "policy", "upsert-only")).isEqualTo(1);
  }

  @Test
  void followsTheReport() {
    bridge.report = new FakeBridge().report;

    assertThat(gauge("bridge.registry.instances", "registry", "shop")).isNaN();
    assertThat(count("bridge.sink.repairs", "sink", "cluster"))
        .as("it never goes back")
        .isEqualTo(0);
  }

  @Test
  void countsWhatPassesDo() {
    var passes = new PassMetrics(meters);
    passes.passed(Shop.PASS);
    passes.passed(
        new PassReport(
            8, Shop.NOON, Duration.ZERO, Duration.ofMillis(5), "start", 4, 0, 0, 0, 0, 0, 0, 0));

    assertThat(meters.get("bridge.changes").tag("outcome", "created").counter().count())
        .isEqualTo(5);
    assertThat(meters.get("bridge.changes").tag("outcome", "failed").counter().count())
        .isEqualTo(5);
    var failed = meters.get("bridge.pass").tag("outcome", "failed").timer();
    assertThat(failed.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(1500);
    assertThat(meters.get("bridge.lag").timer().totalTime(TimeUnit.MILLISECONDS)).isEqualTo(2005);
  }

  @Test
  void aPassThatChangedNothingHasNoLag() {
    var passes = new PassMetrics(meters);
    passes.passed(
        new PassReport(
            8, Shop.NOON, Duration.ZERO, Duration.ofMillis(5), "start", 0, 0, 0, 4, 2, 1, 1, 0));

    assertThat(meters.get("bridge.lag").timer().count()).isZero();
  }

  @Test
  void isTaggedWithNamesOfTheConfigurationAlone() {
    assertThat(meters.getMeters())
        .flatExtracting(meter -> meter.getId().getTags())
        .extracting(Tag::getKey)
        .containsOnly("registry", "sink", "kind", "state", "cause", "owner", "policy");
  }

  private double count(String name, String... tags) {
    return meters.get(name).tags(tags).functionCounter().count();
  }

  private double gauge(String name, String... tags) {
    return meters.get(name).tags(tags).gauge().value();
  }
}
