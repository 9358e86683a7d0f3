package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.registrybridge.peer.EnvoyPeer;
import io.registrybridge.peer.EurekaPeer;
import io.registrybridge.peer.IstiodPeer;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.Peers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A service in use whose endpoints go into WorkloadEntries and back: a real istiod never has fewer
 * of them for a moment, and no request fails that a client sends through a real Envoy.
 */
@ExtendWith(KubernetesPeer.Extension.class)
class WorkloadEntriesIT {

  private static final String ORDERS = "orders.shop.mesh";
  private static final String HERE = "127.0.0.1";
  private static final String SELECTOR = "workloadSelector";
  private static final String BOTH_SINCE = "registrybridge.io/both-since";
  private static final int A_WHILE = 100;

  private final KubernetesPeer kubernetes;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final int servicePort = Peers.freePort();
  private final int mcpPort = Peers.freePort();
  private final EurekaPeer eureka = open(EurekaPeer.start());
  private final Map<String, Backend> orders = new LinkedHashMap<>();

  @TempDir private Path folder;

  WorkloadEntriesIT(KubernetesPeer kubernetes) {
    this.kubernetes = kubernetes;
  }

  @BeforeAll
  static void needsPeers() {
    Peers.require("etcd", "kube-apiserver", "pilot-discovery", "envoy");
  }

  @BeforeEach
  void register() throws IOException {
    kubernetes.forgetServiceEntries();
    for (var number = 1; number <= 3; number++) {
      orders.put("o" + number, open(new Backend()));
    }
    registerOrders();
  }

  private void registerOrders() {
    orders.forEach((id, one) -> eureka.register("ORDERS", id, HERE, one.port(), "UP"));
  }

  @AfterEach
  void close() throws Exception {
    for (var one = opened.poll(); one != null; one = opened.poll()) {
      one.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"kubernetes", "mcp"})
  void noEndpointIsEverMissingWhileTheFormChanges(String sink) {
    var bridge = bridge(sink, false);
    bridge.awaitState("shop", "complete");
    var istiod = istiod(sink);
    eventually(() -> assertThat(istiod.endpoints().get(ORDERS)).hasSize(3));
    open(EnvoyPeer.start(istiod));
    await()
        .ignoreExceptions() // nobody listens yet
        .until(() -> Traffic.ask(servicePort, ORDERS).contains(" 200 "));
    var traffic = open(new Traffic(servicePort, List.of(ORDERS)));
    var lookout = open(new Lookout(istiod, ORDERS));

    bridge.kill();
    var entries = bridge(sink, true);
    eventually(
        () ->
            assertThat(standing(sink))
                .matches(text -> workloads(text) == 3)
                .as("both for a while")
                .doesNotContain(SELECTOR));
    entries.kill(); // in the middle
    traffic.goesOn(A_WHILE);
    entries.restart();
    eventually(() -> assertThat(selects(istiod)).isTrue());
    traffic.goesOn(A_WHILE);
    assertThat(istiod.serviceEntries().get(0).path("spec").has("endpoints")).isFalse();
    assertThat(istiod.workloadEntries()).hasSize(3);

    entries.kill(); // and nobody can say then what there is
    eureka.stop();
    entries.restart();
    entries.awaitState("shop", "unavailable");
    traffic.goesOn(A_WHILE);
    assertThat(standing(sink)).contains(SELECTOR);
    eureka.restart();
    registerOrders();
    entries.awaitState("shop", "complete");

    var fourth = open(new Backend());
    eureka.register("ORDERS", "o4", HERE, fourth.port(), "UP");
    await().until(() -> fourth.served() > 0);

    entries.kill();
    var inline = bridge(sink, false);
    eventually(() -> assertThat(selects(istiod)).isFalse());
    assertThat(workloads(standing(sink))).as("they stay until that is told").isEqualTo(4);
    inline.kill(); // in the middle again
    traffic.goesOn(A_WHILE);
    timePasses(sink);
    inline.restart();
    eventually(() -> assertThat(istiod.workloadEntries()).isEmpty());
    traffic.goesOn(A_WHILE);
    assertThat(workloads(standing(sink))).isZero();

    System.out.printf(
        "workload entries (%s): %d looks, never fewer than %d endpoints; %s%n",
        sink, lookout.looks(), lookout.fewest(), traffic.count());
    assertThat(lookout.fewest()).isEqualTo(3);
    assertThat(traffic.count().failures()).as(traffic.lastFailure()).isZero();
  }

  /** What stands in the sink's memory, as text. */
  private String standing(String sink) {
    if (sink.equals("mcp")) {
      try {
        return Files.readString(snapshot());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    try (var client = kubernetes.client()) {
      return Stream.of("ServiceEntry", "WorkloadEntry")
          .map(kind -> client.genericKubernetesResources("networking.istio.io/v1", kind))
          .flatMap(all -> all.inNamespace("mesh").list().getItems().stream())
          .map(Serialization::asYaml)
          .collect(Collectors.joining());
    }
  }

  private static int workloads(String standing) {
    return standing.split("kind: \"?WorkloadEntry", -1).length - 1;
  }

  /** Makes it seem as if the form had been changing for long, so that the test need not wait. */
  private void timePasses(String sink) {
    var longAgo = "2020-01-01T00:00:00Z";
    if (sink.equals("mcp")) {
      try {
        var text = standing(sink).replaceFirst("(both-since: ).*", "$1\"" + longAgo + "\"");
        Files.writeString(snapshot(), text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return;
    }
    try (var client = kubernetes.client()) {
      client
          .genericKubernetesResources("networking.istio.io/v1", "ServiceEntry")
          .inNamespace("mesh")
          .withName(ORDERS)
          .edit(
              entry -> {
                entry.getMetadata().getAnnotations().put(BOTH_SINCE, longAgo);
                return entry;
              });
    }
  }

  private Path snapshot() {
    return folder.resolve("state/mesh/" + ORDERS + ".yaml");
  }

  private static boolean selects(IstiodPeer istiod) {
    return istiod.serviceEntries().get(0).path("spec").has(SELECTOR);
  }

  private IstiodPeer istiod(String sink) {
    var istiod =
        open(
            sink.equals("mcp")
                ? IstiodPeer.reading(kubernetes, mcpPort)
                : IstiodPeer.beside(kubernetes));
    istiod.start();
    return istiod;
  }

  private BridgeProcess bridge(String sink, boolean workloadEntries) {
    var properties =
        new ArrayList<>(
            List.of(
                "bridge.owner=prod",
                "bridge.policy=sync",
                "bridge.guard.settle=3s",
                "bridge.sync.interval=500ms",
                "bridge.mapping.empty-grace=0s",
                "bridge.mapping.ports.primary=" + servicePort,
                "bridge.mapping.workload-entries=" + workloadEntries,
                // The backends are on this machine, whose addresses are denied by default.
                "bridge.mapping.endpoint-cidrs.deny=240.0.0.0/4",
                "bridge.registry.eureka.shop.urls=" + eureka.url(),
                "bridge.registry.eureka.shop.interval=100ms"));
    properties.addAll(
        sink.equals("mcp")
            ? List.of(
                "bridge.sink.mcp.istiod.snapshot=" + folder.resolve("state"),
                "spring.grpc.server.port=" + mcpPort)
            : List.of("bridge.sink.kubernetes.cluster.kubeconfig=" + kubernetes.kubeconfig()));
    return open(new BridgeProcess(folder.resolve("log"), properties));
  }

  private static void eventually(ThrowingRunnable assertion) {
    await()
        .atMost(Duration.ofMinutes(4)) // istiod may be slow to connect again
        .ignoreExceptions()
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(assertion);
  }

  private <T extends AutoCloseable> T open(T one) {
    opened.push(one);
    return one;
  }
}
