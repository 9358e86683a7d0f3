package io.registrybridge.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.mesh.Audience;
import io.registrybridge.sink.Leader;
import io.registrybridge.sync.Report;
import io.registrybridge.sync.SinkReport;
import io.registrybridge.sync.Upkeep;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class BridgeHealthTest {

  private final FakeBridge bridge = new FakeBridge();

  @Test
  void waitsForARequiredRegistryAsLongAsItWasNotAsked() {
    passed();

    assertThat(status("never-asked", Duration.ofSeconds(59))).isEqualTo(Status.OUT_OF_SERVICE);
    assertThat(status("never-asked", Duration.ofSeconds(60))).isEqualTo(Status.UP);
  }

  @Test
  void isReadyThoughARequiredRegistryIsDown() {
    passed();

    assertThat(status("core", Duration.ofSeconds(1))).isEqualTo(Status.UP);
  }

  @Test
  void isNeverReadyWithoutAPass() {
    bridge.report = new Report(new TreeMap<>(), new TreeMap<>(), List.of());

    assertThat(status("core", Duration.ofDays(1))).isEqualTo(Status.OUT_OF_SERVICE);
  }

  @Test
  void isNotReadyWhileIstiodsThatAskItAreNotAnswered() {
    passed();
    bridge.audiences = new TreeMap<>(Map.of("istiod", new Audience(false, List.of())));
    assertThat(status("core", Duration.ofDays(1))).isEqualTo(Status.OUT_OF_SERVICE);

    bridge.audiences = Shop.audiences("istiod");
    assertThat(status("core", Duration.ofDays(1))).isEqualTo(Status.UP);
  }

  @Test
  void isNotReadyWhileItCannotReadWhatAnotherReplicaWritesTo() {
    sink(new Leader(false, "bridge-2", 1, "", Optional.empty()), "no such namespace");
    assertThat(status("core", Duration.ofDays(1))).isEqualTo(Status.OUT_OF_SERVICE);

    sink(new Leader(false, "", 1, "", Optional.empty()), "the API server does not answer");
    assertThat(status("core", Duration.ofDays(1))).as("like all others").isEqualTo(Status.UP);
    sink(new Leader(false, "bridge-2", 1, "", Optional.empty()), "");
    assertThat(status("core", Duration.ofDays(1))).as("stands by").isEqualTo(Status.UP);
  }

  private void sink(Leader leader, String trouble) {
    var sink =
        new SinkReport(
            "cluster",
            "kubernetes",
            leader,
            0,
            0,
            List.of(),
            List.of(),
            List.of(),
            "",
            List.of(),
            Upkeep.NONE,
            trouble,
            Optional.empty());
    var report = Shop.report();
    bridge.report =
        new Report(report.registries(), new TreeMap<>(Map.of("cluster", sink)), report.passes());
  }

  private void passed() {
    bridge.report = Shop.report();
  }

  private Status status(String required, Duration afterStart) {
    var info = Shop.info().requiring(Set.of(required));
    var clock = Clock.fixed(Shop.NOON.plus(afterStart), ZoneOffset.UTC);
    return new BridgeHealth(bridge, info, clock).health().getStatus();
  }
}
