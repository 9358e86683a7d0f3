package io.registrybridge.registry.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.peer.ConsulPeer;
import io.registrybridge.peer.Wire;
import io.registrybridge.registry.Reading;
import io.registrybridge.registry.Reading.Complete;
import io.registrybridge.registry.Reading.Unavailable;
import io.registrybridge.registry.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real Consul in trouble. */
@Timeout(600)
class ConsulTroubleIT {

  private final List<AutoCloseable> closed = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (var one : closed) {
      one.close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  @Tag("fault")
  void whatChangesOfAnInstanceIsSeenWithoutBeingLookedFor(int connections) {
    var consul = consul("");
    consul.register("orders", "o1", "10.0.0.1", 8080, "passing");
    consul.register("users", "u1", "10.0.1.1", 8080, "passing");
    var registry = start(consul.url(), "connections=" + connections);

    consul.status("o1", "critical");
    eventually(registry, "orders", "10.0.0.1 FAILED");
    consul.status("o1", "warning");
    eventually(registry, "orders", "10.0.0.1 UP");
    consul.maintenance("o1", true);
    eventually(registry, "orders", "10.0.0.1 OUT");
    consul.maintenance("o1", false);
    eventually(registry, "orders", "10.0.0.1 UP");
    consul.register("orders", "o1", "10.0.0.9", 8080, "passing");
    eventually(registry, "orders", "10.0.0.9 UP");
    consul.register("orders", "o2", "10.0.0.2", 8080, "passing");
    eventually(registry, "orders", "10.0.0.9 UP", "10.0.0.2 UP");
    consul.deregister("o1");
    eventually(registry, "orders", "10.0.0.2 UP");
    consul.deregister("o2");
    await()
        .untilAsserted(
            () ->
                assertThat(reading(registry).catalog().services()).containsOnlyKeys(key("users")));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  @Tag("fault")
  void aNodeThatFailsTakesAllItsServicesAlong(int connections) {
    var consul = consul("");
    for (var service : List.of("orders", "users")) {
      enter(consul, "n1", service, "10.0.0.1");
      enter(consul, "n2", service, "10.0.0.2");
    }
    var registry = start(consul.url(), "connections=" + connections);

    consul.enter(
        Map.of(
            "Node",
            "n1",
            "SkipNodeUpdate",
            true,
            "Check",
            Map.of("Node", "n1", "CheckID", "serfHealth", "Status", "critical")));

    eventually(registry, "orders", "10.0.0.1 FAILED", "10.0.0.2 UP");
    eventually(registry, "users", "10.0.0.1 FAILED", "10.0.0.2 UP");
  }

  @Test
  @Tag("fault")
  void anInstanceWithoutAnAddressIsWhereItsNodeIs() {
    var consul = consul("");
    consul.enter(
        Map.of(
            "Node",
            "n1",
            "Address",
            "10.1.0.1",
            "Service",
            Map.of("ID", "o1", "Service", "orders", "Port", 8080)));
    enter(consul, "n1", "users", "10.0.0.2");

    var registry = start(consul.url());

    assertThat(instances(registry, "orders")).containsExactly("10.1.0.1 UP");
    assertThat(instances(registry, "users")).containsExactly("10.0.0.2 UP");
  }

  @Test
  void goesOnWaitingWhenTheServicesBecomeMoreThanTheConnectionsAndFewerAgain() {
    var consul = consul("");
    enter(consul, "n1", "orders", "10.0.0.1");
    var registry = start(consul.url(), "connections=2");

    IntStream.range(0, 5).forEach(number -> enter(consul, "n1", "more" + number, "10.0.1.1"));
    await().untilAsserted(() -> assertThat(reading(registry).catalog().services()).hasSize(6));
    enter(consul, "n1", "orders", "10.0.0.2");
    eventually(registry, "orders", "10.0.0.2 UP");

    IntStream.range(0, 5)
        .forEach(number -> consul.remove(Map.of("Node", "n1", "ServiceID", "more" + number)));
    await().untilAsserted(() -> assertThat(reading(registry).catalog().services()).hasSize(1));
    enter(consul, "n1", "orders", "10.0.0.3");
    eventually(registry, "orders", "10.0.0.3 UP");
    assertThat(reading(registry)).isInstanceOf(Complete.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  @Tag("fault")
  void oneThatIsRestartedWithItsDataLosesNothing(int connections) {
    var consul = consul("");
    IntStream.range(0, 50).forEach(number -> enter(consul, "n1", "s" + number, "10.0.1.1"));
    var registry = start(consul.url(), "connections=" + connections);
    await().untilAsserted(() -> assertThat(reading(registry)).isInstanceOf(Complete.class));
    var services = reading(registry).catalog().services();

    consul.stop();
    await().untilAsserted(() -> assertThat(reading(registry)).isInstanceOf(Unavailable.class));
    consul.restart();

    await().untilAsserted(() -> assertThat(reading(registry)).isInstanceOf(Complete.class));
    assertThat(reading(registry).catalog().services()).isEqualTo(services);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  @Tag("fault")
  void oneThatComesBackEmptyWithALowerIndexIsFollowedAgain(int connections) {
    var consul = consul("");
    IntStream.range(0, 50).forEach(number -> enter(consul, "n1", "s" + number, "10.0.1.1"));
    var registry = start(consul.url(), "connections=" + connections);

    consul.stop();
    consul.forget();
    consul.restart();
    enter(consul, "n1", "s1", "10.0.1.7");
    enter(consul, "n1", "s2", "10.0.1.1");

    eventually(registry, "s1", "10.0.1.7 UP");
    await().untilAsserted(() -> assertThat(reading(registry)).isInstanceOf(Complete.class));
    enter(consul, "n1", "s1", "10.0.1.8");
    eventually(registry, "s1", "10.0.1.8 UP");
  }

  @Test
  @Tag("fault")
  void oneWithoutALeaderIsSilent() {
    // For so long it would wait for one to be elected.
    var consul = ConsulPeer.startAlone("performance { rpc_hold_timeout = \"100ms\" }");
    closed.add(consul);

    var registry = start(consul.url());

    assertThat(reading(registry)).isInstanceOf(Unavailable.class);
    assertThat(reading(registry).reason()).contains("No cluster leader");
  }

  @ParameterizedTest
  @ValueSource(strings = {"half", "endless", "html", "502", "nothing"})
  void answersThatAreSpoiledOnTheirWayLoseNothing(String fault) {
    var consul = consul("");
    consul.register("orders", "o1", "10.0.0.1", 8080, "passing");
    var wire = new Wire(consul.url());
    closed.add(0, wire);
    var registry = start(wire.url());
    assertThat(reading(registry)).isInstanceOf(Complete.class);

    wire.spoil(faults(fault));
    registry.refresh();

    await().untilAsserted(() -> assertThat(reading(registry).tellsWhatIsAbsent()).isFalse());

    wire.spoil(Wire.NONE);

    await().untilAsserted(() -> assertThat(reading(registry)).isInstanceOf(Complete.class));
    eventually(registry, "orders", "10.0.0.1 UP");
  }

  private static Wire.Fault faults(String name) {
    return switch (name) {
      case "half" -> Wire.half();
      case "endless" -> Wire.endless();
      case "html" -> Wire.says(200, "text/html", "<html>busy</html>");
      case "502" -> Wire.says(502, "text/plain", "bad gateway");
      default -> Wire.says(200, "application/json", "");
    };
  }

  private ConsulPeer consul(String more) {
    var consul = ConsulPeer.startWith(more);
    closed.add(consul);
    return consul;
  }

  private static void enter(ConsulPeer consul, String node, String service, String address) {
    consul.enter(
        Map.of(
            "Node",
            node,
            "Address",
            "10.1.0.1",
            "Service",
            Map.of("ID", service, "Service", service, "Address", address, "Port", 8080)));
  }

  private Registry start(String url, String... more) {
    var settings = new ArrayList<>(List.of("url=" + url, "timeout=5s", "longest-wait=5s"));
    settings.addAll(List.of(more));
    var registry = Given.registry(settings.toArray(String[]::new));
    closed.add(0, registry);
    registry.start(() -> {});
    registry.refresh();
    return registry;
  }

  private static void eventually(Registry registry, String service, String... instances) {
    await()
        .untilAsserted(
            () -> assertThat(instances(registry, service)).containsExactlyInAnyOrder(instances));
  }

  private static List<String> instances(Registry registry, String service) {
    var found = reading(registry).catalog().services().get(key(service));
    return found == null
        ? List.of()
        : found.instances().stream().map(ConsulTroubleIT::words).toList();
  }

  private static String words(Instance one) {
    return one.address() + " " + one.status();
  }

  private static Reading reading(Registry registry) {
    return registry.latest().reading();
  }

  private static ServiceKey key(String service) {
    return new ServiceKey("shop", "dc1", service);
  }
}
