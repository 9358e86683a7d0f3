package io.registrybridge.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.sink.Leader;
import io.registrybridge.sync.RegistryReport;
import io.registrybridge.sync.Report;
import io.registrybridge.sync.SinkReport;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VerdictTest {

  private static final Report SHOP = Shop.report();

  @Test
  void aRegistryOrASinkThatWasNotReadIsAFailure() {
    assertThat(code(List.of(registry("core")), List.of())).isEqualTo(1);
    assertThat(code(List.of(), List.of(sink("review")))).isEqualTo(1);
  }

  @Test
  void aChangeThatFailedOrWasRefusedIsAFailureWhateverIsHeldBackBesides() {
    var cluster = sink("cluster");
    assertThat(code(List.of(), List.of(cluster))).isEqualTo(1);
    assertThat(code(List.of(), List.of(but(cluster, false, true)))).isEqualTo(1);
  }

  @Test
  void whatIsLeftIsNotDone() {
    var report = new Report(new TreeMap<>(), new TreeMap<>(), List.of(Shop.PASS));
    assertThat(new Verdict(new FakeBridge(), Shop.info()).code(report)).isEqualTo(1);
  }

  @Test
  void whatTheGuardHoldsWasReadButIsNotDone() {
    var held = List.of(but(sink("cluster"), false, false));
    assertThat(code(List.of(registry("shop")), held)).isEqualTo(3);
  }

  @Test
  void whatAnotherReplicaIsToWriteIsNotDoneHere() {
    var standby = but(sink("cluster"), false, false).with(other(""));
    assertThat(code(List.of(), List.of(standby))).as("the lowest applies").isEqualTo(3);
    assertThat(code(List.of(), List.of(but(sink("review"), false, false).with(other("")))))
        .isEqualTo(4);
    assertThat(code(List.of(), List.of(but(sink("review"), false, false).with(other("silent")))))
        .isEqualTo(1);
  }

  @Test
  void nothingInTheWayIsDone() {
    assertThat(code(List.of(), List.of())).isZero();
  }

  @Test
  void readsAsAListOfWhoSaidWhatAndOfWhatWasDone() {
    var bridge = new FakeBridge();
    Shop.open(bridge);
    assertThat(new Verdict(bridge, Shop.info()).text(SHOP))
        .isEqualTo(
            """
            registry core unavailable, 0 services, 0 instances: connection refused
            registry shop partial, 3 services, 4 instances: too much was lost
            sink cluster holds 2 resources, 3 endpoints
              = ServiceEntry mesh/old.shop.mesh held back for registry shop since 2026-08-01T12:00:00Z: the registry lost too much
              ! ServiceEntry mesh/orders.shop.mesh failed: conflict
              ! ServiceEntry mesh/pay-us.shop.mesh rejected: another owner has this host
            sink review unreadable: no such directory
            1 created, 2 updated, 3 deleted, 4 unchanged, 5 failed, 6 held back, 7 rejected, 8 left
            """);
  }

  private static Leader other(String trouble) {
    return new Leader(false, "bridge-2", 1, trouble, Optional.empty());
  }

  private static int code(Collection<RegistryReport> registries, Collection<SinkReport> sinks) {
    var registriesByName = new TreeMap<String, RegistryReport>();
    registries.forEach(one -> registriesByName.put(one.name(), one));
    var sinksByName = new TreeMap<String, SinkReport>();
    sinks.forEach(one -> sinksByName.put(one.name(), one));
    return new Verdict(new FakeBridge(), Shop.info())
        .code(new Report(registriesByName, sinksByName, List.of()));
  }

  private static RegistryReport registry(String name) {
    return Objects.requireNonNull(SHOP.registries().get(name));
  }

  private static SinkReport sink(String name) {
    return Objects.requireNonNull(SHOP.sinks().get(name));
  }

  private static SinkReport but(SinkReport sink, boolean failed, boolean rejected) {
    return new SinkReport(
        sink.name(),
        sink.kind(),
        sink.leader(),
        sink.resources(),
        sink.endpoints(),
        sink.heldBack(),
        failed ? sink.failed() : List.of(),
        rejected ? sink.rejected() : List.of(),
        sink.sees(),
        sink.lacks(),
        sink.upkeep(),
        "",
        Optional.empty());
  }
}
