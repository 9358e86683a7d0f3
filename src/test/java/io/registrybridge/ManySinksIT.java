package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Two clusters and a directory, fed by one bridge: all of them by registry {@code shop}, and the
 * first cluster and the directory also by {@code core}.
 */
class ManySinksIT {

  private static final String TOKEN = "open-sesame";

  /** What a request to an API server may take, and far below it. */
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private static final Duration AT_ONCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  private final KubernetesPeer east = KubernetesPeer.start();
  private final KubernetesPeer west = KubernetesPeer.start();
  private final KubernetesClient eastern = east.client();
  private final KubernetesClient western = west.client();
  private RunningBridge bridge;

  @BeforeAll
  static void needsPeers() {
    Peers.require("etcd", "kube-apiserver");
  }

  @BeforeEach
  void start() throws IOException {
    list("shop", "orders", "10.0.0.1");
    list("core", "billing", "10.1.0.1");
    var token = Files.writeString(folder.resolve("token"), TOKEN);
    bridge =
        RunningBridge.start(
            "bridge.admin.token-file=" + token,
            "bridge.registry.file.shop.path=" + folder.resolve("shop.yaml"),
            "bridge.registry.file.shop.interval=100ms",
            "bridge.registry.file.core.path=" + folder.resolve("core.yaml"),
            "bridge.registry.file.core.interval=100ms",
            "bridge.sink.kubernetes.east.kubeconfig=" + east.kubeconfig(),
            "bridge.sink.kubernetes.west.kubeconfig=" + west.kubeconfig(),
            "bridge.sink.kubernetes.west.registries=shop",
            "bridge.sink.kubernetes.west.timeout=" + TIMEOUT.toMinutes() + "m",
            "bridge.sink.file.review.directory=" + folder.resolve("review"));
    eventually(
        () -> {
          assertThat(names(eastern)).containsExactly("billing.core.mesh", "orders.shop.mesh");
          assertThat(names(western)).containsExactly("orders.shop.mesh");
          assertThat(folder.resolve("review/mesh/billing.core.mesh.yaml")).exists();
        });
  }

  @AfterEach
  void stop() {
    bridge.close();
    eastern.close();
    western.close();
    east.close();
    west.close();
  }

  @Test
  void anApiServerThatIsGoneHoldsUpNoOtherSink() throws IOException {
    west.stopApiServer();
    changesReachTheOthersAtOnce();
    eventually(() -> assertThat(sink("west").path("trouble").asString()).isNotEmpty());
    eventually(this::theFiguresAreRight);

    west.startApiServer();
    eventually(
        () -> assertThat(addresses(western, "orders.shop.mesh")).containsExactly("10.0.0.9"));
    eventually(() -> assertThat(sink("west").path("trouble").asString()).isEmpty());
  }

  @Test
  @Tag("fault")
  void anApiServerThatDoesNotAnswerHoldsUpNoOtherSink() throws IOException {
    west.freezeApiServer();
    changesReachTheOthersAtOnce();
    west.thawApiServer();
    eventually(
        () -> assertThat(addresses(western, "orders.shop.mesh")).containsExactly("10.0.0.9"));
  }

  private void changesReachTheOthersAtOnce() throws IOException {
    for (var number = 2; number < 10; number++) {
      var address = "10.0.0." + number;
      list("shop", "orders", address);
      await()
          .atMost(AT_ONCE)
          .untilAsserted(
              () -> {
                assertThat(addresses(eastern, "orders.shop.mesh")).containsExactly(address);
                assertThat(folder.resolve("review/mesh/orders.shop.mesh.yaml"))
                    .content()
                    .contains(address);
              });
    }
  }

  private void theFiguresAreRight() {
    assertThat(Instant.parse(sink("west").path("troubleSince").asString())).isBefore(Instant.now());
    assertThat(sink("west").path("resources").asInt()).as("as last seen").isEqualTo(1);
    for (var other : List.of("east", "review")) {
      assertThat(sink(other).path("trouble").asString()).isEmpty();
      assertThat(sink(other).path("troubleSince").isNull()).isTrue();
      assertThat(sink(other).path("resources").asInt()).isEqualTo(2);
      assertThat(sink(other).path("failed").asInt()).isZero();
    }
    var sinks = bridge.get("/actuator/health/sinks").path("components").path("sink");
    assertThat(sinks.path("components").path("west").path("status").asString()).isEqualTo("DOWN");
    assertThat(sinks.path("components").path("east").path("status").asString()).isEqualTo("UP");
    assertThat(readable("west")).isZero();
    assertThat(readable("east")).isEqualTo(1);
    assertThat(bridge.pass().path("unchanged").asInt()).as("of the others").isEqualTo(4);
  }

  @Test
  @Tag("fault")
  void aPurgeTakesAwayWhatIsOursAndNothingElseUntilTheBridgeIsResumed() {
    var foreign = create(western, "mail.example.com");

    var purged = bridge.post("/actuator/bridge/purge", TOKEN);

    assertThat(purged.path("paused").asBoolean()).isTrue();
    assertThat(purged.path("sinks").path("east").path("deleted").asInt()).isEqualTo(2);
    assertThat(purged.path("sinks").path("west").path("deleted").asInt()).isEqualTo(1);
    assertThat(purged.path("sinks").path("review").path("deleted").asInt()).isEqualTo(2);
    assertThat(names(eastern)).isEmpty();
    assertThat(names(western)).containsExactly(foreign);
    assertThat(folder.resolve("review/mesh/orders.shop.mesh.yaml")).doesNotExist();

    bridge.pass();
    assertThat(names(eastern)).isEmpty();
    assertThat(bridge.sync().path("paused").asBoolean()).isTrue();

    bridge.post("/actuator/bridge/resume", TOKEN);
    eventually(() -> assertThat(names(eastern)).hasSize(2));
    eventually(() -> assertThat(names(western)).containsExactly(foreign, "orders.shop.mesh"));
  }

  private JsonNode sink(String name) {
    return bridge.sync().path("sinks").path(name);
  }

  private double readable(String sink) {
    return bridge
        .get("/actuator/metrics/bridge.sink.readable?tag=sink:" + sink)
        .path("measurements")
        .path(0)
        .path("value")
        .asDouble();
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().untilAsserted(assertion);
  }

  private void list(String registry, String service, String address) throws IOException {
    var next =
        Files.writeString(
            folder.resolve(registry + ".new"),
            "services: {%s: [{address: %s, port: 8080}]}".formatted(service, address));
    Files.move(next, folder.resolve(registry + ".yaml"), StandardCopyOption.REPLACE_EXISTING);
  }

  private static String create(KubernetesClient client, String host) {
    client
        .resource(
            """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: %1$s, namespace: mesh}
            spec: {hosts: [%1$s], resolution: DNS, ports: [{name: http, number: 80, protocol: HTTP}]}
            """
                .formatted(host))
        .create();
    return host;
  }

  private static List<String> names(KubernetesClient client) {
    return entries(client).stream().map(entry -> entry.getMetadata().getName()).sorted().toList();
  }

  private static List<String> addresses(KubernetesClient client, String name) {
    return entries(client).stream()
        .filter(entry -> entry.getMetadata().getName().equals(name))
        .flatMap(entry -> ((List<?>) entry.get("spec", "endpoints")).stream())
        .map(endpoint -> String.valueOf(((Map<?, ?>) endpoint).get("address")))
        .toList();
  }

  private static List<GenericKubernetesResource> entries(KubernetesClient client) {
    return client
        .genericKubernetesResources("networking.istio.io/v1", "ServiceEntry")
        .inNamespace("mesh")
        .list()
        .getItems();
  }
}
