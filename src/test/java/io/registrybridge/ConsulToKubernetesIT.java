package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.registrybridge.peer.ConsulPeer;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.ServiceEntries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A real Consul on one side, a real API server with Istio's CRDs on the other. */
@ExtendWith(KubernetesPeer.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsulToKubernetesIT {

  private final KubernetesPeer kubernetes;
  private final KubernetesClient client;
  private final ServiceEntries entries;
  private final ConsulPeer consul = ConsulPeer.start();
  private final List<RunningBridge> bridges = new ArrayList<>();

  ConsulToKubernetesIT(KubernetesPeer kubernetes) {
    this.kubernetes = kubernetes;
    this.client = kubernetes.client();
    this.entries = new ServiceEntries(client);
  }

  @BeforeEach
  void begin() {
    entries.all().delete();
    consul.register("orders", "o1", "10.0.0.1", 8080, "passing");
    consul.register("orders", "o2", "10.0.0.2", 8081, "passing");
    consul.register("stock", "s1", "10.0.1.1", 8080, "passing");
    start();
    eventually(() -> assertThat(addresses("orders")).containsExactly("10.0.0.1", "10.0.0.2"));
    eventually(() -> assertThat(addresses("stock")).containsExactly("10.0.1.1"));
  }

  @AfterEach
  void end() {
    bridges.forEach(RunningBridge::close);
    bridges.clear();
    consul.get("/v1/agent/services").propertyNames().forEach(consul::deregister);
  }

  @AfterAll
  void stop() {
    consul.close();
    client.close();
  }

  @Test
  void whatIsRegisteredBecomesAServiceEntryOfItsDatacenter() {
    var entry = entry("orders");

    assertThat(entry.getMetadata().getAnnotations())
        .containsEntry(
            "registrybridge.io/origin",
            "[{\"registry\":\"core\",\"partition\":\"dc1\",\"service\":\"orders\"}]");
    assertThat(entry.<List<Object>>get("spec", "endpoints"))
        .isEqualTo(
            List.of(
                Map.of(
                    "address",
                    "10.0.0.1",
                    "ports",
                    Map.of("http", 8080),
                    "labels",
                    Map.of("from.registrybridge.io/core", "dc1", "version", "v1")),
                Map.of(
                    "address",
                    "10.0.0.2",
                    "ports",
                    Map.of("http", 8081),
                    "labels",
                    Map.of("from.registrybridge.io/core", "dc1", "version", "v1"))));
    assertThat(bridge().registry("core").path("state").asString()).isEqualTo("complete");
  }

  @Test
  @Tag("fault")
  void healthAndMaintenanceTakeAnEndpointAwayAndBringItBack() {
    consul.status("o2", "critical");
    eventually(() -> assertThat(addresses("orders")).containsExactly("10.0.0.1"));
    consul.status("o2", "warning");
    eventually(() -> assertThat(addresses("orders")).containsExactly("10.0.0.1", "10.0.0.2"));
    consul.maintenance("o1", true);
    eventually(() -> assertThat(addresses("orders")).containsExactly("10.0.0.2"));
    consul.maintenance("o1", false);
    eventually(() -> assertThat(addresses("orders")).containsExactly("10.0.0.1", "10.0.0.2"));
    assertThat(addresses("stock")).containsExactly("10.0.1.1");
  }

  @Test
  void whatIsDeregisteredIsGone() {
    consul.deregister("o1");
    eventually(() -> assertThat(addresses("orders")).containsExactly("10.0.0.2"));
    consul.deregister("s1");
    eventually(() -> assertThat(addresses("stock")).isEmpty());
  }

  @Test
  @Tag("fault")
  void aKilledConsulChangesNothingAndIsFollowedAgainWhenItIsBack() {
    var version = entry("orders").getMetadata().getResourceVersion();

    consul.stop();
    await()
        .untilAsserted(
            () ->
                assertThat(bridge().registry("core").path("state").asString())
                    .isEqualTo("unavailable"));
    bridge().pass();
    assertThat(entry("orders").getMetadata().getResourceVersion()).isEqualTo(version);
    assertThat(addresses("stock")).containsExactly("10.0.1.1");

    consul.restart();
    consul.register("orders", "o3", "10.0.0.3", 8080, "passing");

    eventually(
        () -> assertThat(addresses("orders")).containsExactly("10.0.0.1", "10.0.0.2", "10.0.0.3"));
    // Checks begin as critical, and who is to pass them says so again in a while: a loss after a
    // silence, which the guard holds.
    eventually(
        () -> assertThat(bridge().get("/actuator/sync/core/stock").toString()).contains("failed"));
    assertThat(addresses("stock")).containsExactly("10.0.1.1");
  }

  @Test
  @Tag("fault")
  void oneThatComesBackEmptyTakesNothingAway() {
    IntStream.rangeClosed(3, 20)
        .forEach(
            number -> consul.register("orders", "o" + number, "10.0.0." + number, 80, "passing"));
    eventually(() -> assertThat(addresses("orders")).hasSize(20));

    consul.stop();
    consul.forget();
    consul.restart();
    consul.register("stock", "s1", "10.0.1.9", 8080, "passing");

    eventually(() -> assertThat(addresses("stock")).contains("10.0.1.9"));
    eventually(
        () ->
            assertThat(bridge().registry("core").path("guard").path("tripped").asBoolean())
                .isTrue());
    bridge().pass();
    assertThat(addresses("orders")).hasSize(20);
  }

  private RunningBridge bridge() {
    return bridges.get(0);
  }

  private void start() {
    bridges.add(
        RunningBridge.start(
            "bridge.registry.consul.core.url=" + consul.url(),
            "bridge.registry.consul.core.datacenters=dc1",
            "bridge.sink.kubernetes.cluster.kubeconfig=" + kubernetes.kubeconfig()));
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().untilAsserted(assertion);
  }

  private GenericKubernetesResource entry(String service) {
    return entries.get(service + ".core.mesh");
  }

  private List<String> addresses(String service) {
    return entries.addresses(service + ".core.mesh");
  }
}
