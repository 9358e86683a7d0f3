package io.registrybridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What others did to a sink is put right, and how often is counted. */
class DriftTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final ScriptedRegistry shop = new ScriptedRegistry("shop");
  private final MemorySink cluster = new MemorySink("cluster");
  private final Reconciler bridge =
      new Reconciler(List.of(shop), List.of(cluster), TestSettings.of("shop"), Runnable::run, NOW);

  @BeforeEach
  void write() {
    shop.lists("orders", "10.0.0.1").lists("stock", "10.0.0.2").speaks();
    pass();
  }

  @Test
  void whatOthersEditedOrDeletedCounts() {
    assertThat(repairs()).isZero();

    cluster.isEdited("orders.mesh");
    pass();
    assertThat(repairs()).isEqualTo(1);

    cluster.empties();
    pass();
    assertThat(repairs()).isEqualTo(3);
    assertThat(cluster.addresses()).containsExactly("10.0.0.1", "10.0.0.2");
  }

  @Test
  void whatTheRegistryChangedDoesNot() {
    shop.lists("orders", "10.0.0.3").lists("users", "10.0.0.4").forgets("stock").speaks();
    pass();

    assertThat(cluster.addresses()).containsExactly("10.0.0.3", "10.0.0.4");
    assertThat(repairs()).isZero();
  }

  @Test
  void whatCouldNotBePutRightCountsWhenItIs() {
    cluster.failsAt("orders.mesh");
    cluster.isEdited("orders.mesh");
    pass();
    assertThat(repairs()).isZero();

    cluster.failsAt("");
    pass();
    assertThat(repairs()).isEqualTo(1);
  }

  @Test
  void whatIsEditedDuringAPauseCountsAfterIt() {
    cluster.isEdited("orders.mesh");
    bridge.begin(NOW, () -> false, () -> false);
    assertThat(repairs()).isZero();

    pass();
    assertThat(repairs()).isEqualTo(1);
  }

  @Test
  void whatMayBeAnotherReplicasWorkDoesNot() {
    cluster.isLed(false);
    pass();
    cluster.isEdited("orders.mesh");
    cluster.isLed(true);
    pass();

    assertThat(cluster.addresses()).containsExactly("10.0.0.1", "10.0.0.2");
    assertThat(repairs()).isZero();
  }

  @Test
  void whatWasPurgedIsNotMissed() {
    bridge.purges().here(Duration.ofSeconds(1));
    assertThat(cluster.hosts()).isEmpty();
    pass();

    assertThat(cluster.hosts()).hasSize(2);
    assertThat(repairs()).isZero();
  }

  private void pass() {
    Pass.made(bridge, NOW);
  }

  private int repairs() {
    var report = bridge.report(List.of()).sinks().get("cluster");
    return Objects.requireNonNull(report).upkeep().repairs();
  }
}
