package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.Traffic.Count;
import io.registrybridge.peer.ConsulPeer;
import io.registrybridge.peer.EnvoyPeer;
import io.registrybridge.peer.EurekaPeer;
import io.registrybridge.peer.IstiodPeer;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What counts in the end: requests of a client in the mesh, through a real Envoy that a real istiod
 * serves, to services in a real Eureka and a real Consul, while everything around them fails.
 */
@ExtendWith(KubernetesPeer.Extension.class)
class TrafficIT {

  private static final String ORDERS = "orders.shop.mesh";
  private static final String USERS = "users.core.mesh";
  private static final String TOKEN = "open-sesame";
  private static final String HERE = "127.0.0.1";

  /** Some two seconds of it. */
  private static final int A_WHILE = 200;

  private final KubernetesPeer kubernetes;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final int servicePort = Peers.freePort();
  private final int mcpPort = Peers.freePort();
  private final EurekaPeer eureka = open(EurekaPeer.start());
  private final ConsulPeer consul = open(ConsulPeer.start());
  private final Map<String, Backend> orders = new LinkedHashMap<>();
  private final Map<String, Backend> users = new LinkedHashMap<>();
  private final Map<String, Count> events = new LinkedHashMap<>();

  @TempDir private Path folder;

  /** What the requests go through, from the registries on. */
  private record Mesh(BridgeProcess bridge, IstiodPeer istiod, Traffic traffic) {}

  TrafficIT(KubernetesPeer kubernetes) {
    this.kubernetes = kubernetes;
  }

  @BeforeAll
  static void needsPeers() {
    Peers.require("etcd", "kube-apiserver", "consul", "pilot-discovery", "envoy");
  }

  @BeforeEach
  void register() throws IOException {
    kubernetes.forgetServiceEntries();
    Files.writeString(folder.resolve("token"), TOKEN);
    for (var number = 1; number <= 3; number++) {
      orders.put("o" + number, open(new Backend()));
      users.put("u" + number, open(new Backend()));
    }
    registerOrders();
    users.forEach((id, one) -> consul.register("users", id, HERE, one.port(), "passing"));
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
  @Tag("fault")
  void noRequestFailsWhateverIsRestarted(String sink) {
    var mesh = begin(sink);
    var bridge = mesh.bridge();
    var traffic = mesh.traffic();

    during(
        traffic,
        "instances of both services are replaced one by one",
        () -> replaceInstances(traffic));
    during(traffic, "Eureka is killed and comes back empty", () -> restartEureka(mesh));
    during(traffic, "Consul is killed and comes back", () -> restartConsul(mesh));
    during(
        traffic,
        "the bridge is killed and comes back",
        () -> {
          bridge.kill();
          traffic.goesOn(A_WHILE);
          bridge.restart();
          bridge.awaitState("shop", "complete");
        });
    during(
        traffic,
        "the bridge and Eureka are killed, and come back together",
        () -> {
          bridge.kill();
          eureka.restart();
          bridge.restart();
          bridge.awaitState("shop", "partial");
          traffic.goesOn(A_WHILE);
          registerOrders();
          bridge.awaitState("shop", "complete");
        });
    during(
        traffic,
        "istiod is killed and comes back",
        () -> {
          mesh.istiod().stop();
          traffic.goesOn(A_WHILE);
          mesh.istiod().start();
        });

    tell(sink);
    assertThat(events.values())
        .as(traffic.lastFailure())
        .allSatisfy(count -> assertThat(count.failures()).isZero());
  }

  /** Or else it would not be known that the stream sees failures. */
  @Test
  void aGuardThatIsToldToLetGoFailsRequests() {
    var mesh = begin("kubernetes");

    during(
        mesh.traffic(),
        "Eureka comes back empty, and the guard is told to let all go",
        () -> {
          eureka.restart();
          mesh.bridge().awaitState("shop", "partial");
          mesh.bridge().release("shop", TOKEN);
          await().until(() -> mesh.traffic().count().failures() > A_WHILE / 4);
          registerOrders();
          mesh.bridge().awaitState("shop", "complete");
        });

    tell("kubernetes");
    assertThat(events.values())
        .allSatisfy(count -> assertThat(count.failures()).isGreaterThan(A_WHILE / 4));
  }

  private void replaceInstances(Traffic traffic) {
    for (var number = 1; number <= 3; number++) {
      var old = "o" + number;
      var next = open(new Backend());
      eureka.register("ORDERS", old + "-next", HERE, next.port(), "UP");
      await().until(() -> next.served() > 0);
      eureka.cancel("ORDERS", old);
      retire(traffic, orders.remove(old));
      orders.put(old + "-next", next);
    }
    for (var number = 1; number <= 3; number++) {
      var old = "u" + number;
      var next = open(new Backend());
      consul.register("users", old + "-next", HERE, next.port(), "passing");
      await().until(() -> next.served() > 0);
      consul.deregister(old);
      retire(traffic, users.remove(old));
      users.put(old + "-next", next);
    }
  }

  /** As a service does that shuts down gracefully: it ends when it is asked nothing any more. */
  private static void retire(Traffic traffic, @Nullable Backend leaving) {
    if (leaving != null) {
      await().until(() -> quiet(traffic, leaving));
      leaving.close();
    }
  }

  private static boolean quiet(Traffic traffic, Backend backend) {
    var served = backend.served();
    traffic.goesOn(A_WHILE);
    return backend.served() == served;
  }

  private void restartEureka(Mesh mesh) {
    eureka.stop();
    mesh.bridge().awaitState("shop", "unavailable");
    mesh.traffic().goesOn(A_WHILE);
    eureka.restart();
    mesh.traffic().goesOn(2 * A_WHILE);
    registerOrders();
    mesh.bridge().awaitState("shop", "complete");
  }

  private void restartConsul(Mesh mesh) {
    consul.stop();
    mesh.bridge().awaitState("core", "unavailable");
    mesh.traffic().goesOn(A_WHILE);
    consul.restart();
    mesh.traffic().goesOn(2 * A_WHILE);
    // Its checks say nothing good before they have run again.
    users.keySet().forEach(id -> consul.status(id, "passing"));
    mesh.bridge().awaitState("core", "complete");
  }

  private void during(Traffic traffic, String event, Runnable deed) {
    var before = traffic.count();
    deed.run();
    traffic.goesOn(A_WHILE);
    events.put(event, traffic.count().since(before));
  }

  private void tell(String sink) {
    events.forEach(
        (event, count) ->
            System.out.printf(
                "traffic (%s): %s: %d requests, %d failed%n",
                sink, event, count.requests(), count.failures()));
  }

  private Mesh begin(String sink) {
    var bridge = open(new BridgeProcess(folder.resolve("log"), properties(sink)));
    bridge.awaitState("shop", "complete");
    bridge.awaitState("core", "complete");
    var istiod =
        open(
            sink.equals("mcp")
                ? IstiodPeer.reading(kubernetes, mcpPort)
                : IstiodPeer.beside(kubernetes));
    istiod.start();
    open(EnvoyPeer.start(istiod));
    for (var host : List.of(ORDERS, USERS)) {
      await()
          .ignoreExceptions() // nobody listens yet
          .until(() -> Traffic.ask(servicePort, host).contains(" 200 "));
    }
    var traffic = open(new Traffic(servicePort, List.of(ORDERS, USERS)));
    traffic.goesOn(A_WHILE);
    assertThat(traffic.count().failures()).as(traffic.lastFailure()).isZero();
    return new Mesh(bridge, istiod, traffic);
  }

  private List<String> properties(String sink) {
    var properties =
        new ArrayList<>(
            List.of(
                "bridge.owner=prod",
                "bridge.policy=sync",
                "bridge.admin.token-file=" + folder.resolve("token"),
                "bridge.guard.settle=3s",
                "bridge.sync.interval=500ms",
                "bridge.mapping.empty-grace=0s",
                "bridge.mapping.ports.primary=" + servicePort,
                // The backends are on this machine, whose addresses are denied by default.
                "bridge.mapping.endpoint-cidrs.deny=240.0.0.0/4",
                "bridge.registry.eureka.shop.urls=" + eureka.url(),
                "bridge.registry.eureka.shop.interval=100ms",
                "bridge.registry.consul.core.url=" + consul.url(),
                "bridge.registry.consul.core.datacenters=dc1"));
    properties.addAll(
        sink.equals("mcp")
            ? List.of(
                "bridge.sink.mcp.istiod.snapshot=" + folder.resolve("state"),
                "spring.grpc.server.port=" + mcpPort)
            : List.of("bridge.sink.kubernetes.cluster.kubeconfig=" + kubernetes.kubeconfig()));
    return properties;
  }

  private <T extends AutoCloseable> T open(T one) {
    opened.push(one);
    return one;
  }
}
