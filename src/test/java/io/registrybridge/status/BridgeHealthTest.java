package io.registrybridge.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.mesh.Audience;
import io.registrybridge.sync.Report;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
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

  private void passed() {
    bridge.report = Shop.report();
  }

  private Status status(String required, Duration afterStart) {
    var info = Shop.info().requiring(Set.of(required));
    var clock = Clock.fixed(Shop.NOON.plus(afterStart), ZoneOffset.UTC);
    return new BridgeHealth(bridge, info, clock).health().getStatus();
  }
}
