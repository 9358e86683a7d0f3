package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.registrybridge.peer.ConsulPeer;
import io.registrybridge.peer.EurekaPeer;
import io.registrybridge.peer.IstiodPeer;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.Peers;
import io.registrybridge.peer.ServiceEntries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real fault, and what Prometheus makes of what the bridge tells of it: the alert for it fires,
 * and no other.
 */
@ExtendWith(KubernetesPeer.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlertFaultsIT {

  private static final String TOKEN = "open-sesame";
  private static final int SOON = 30;
  private static final int LATER = 120;

  private static final String WEBHOOK =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: nobody}
      webhooks:
      - name: nobody.example.com
        clientConfig: {url: "https://127.0.0.1:1/"}
        rules:
        - apiGroups: [networking.istio.io]
          apiVersions: ["*"]
          operations: [CREATE, UPDATE]
          resources: [serviceentries]
        failurePolicy: Fail
        sideEffects: None
        admissionReviewVersions: [v1]
        timeoutSeconds: 1
      """;

  private static final String FOREIGN =
      """
      apiVersion: networking.istio.io/v1
      kind: ServiceEntry
      metadata: {name: app-1.shop.mesh, namespace: mesh}
      spec:
        hosts: [app-1.shop.mesh]
        location: MESH_INTERNAL
        resolution: STATIC
        ports: [{name: http, number: 80, protocol: HTTP}]
      """;

  private final KubernetesPeer kubernetes;
  private final KubernetesClient client;
  private final EurekaPeer eureka = EurekaPeer.start();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private Path folder = Path.of("");

  AlertFaultsIT(KubernetesPeer kubernetes) {
    this.kubernetes = kubernetes;
    client = kubernetes.client();
  }

  @BeforeAll
  static void require() {
    Peers.require("promtool");
  }

  @BeforeEach
  void begin(@TempDir Path temporary) {
    folder = temporary;
    eureka.restart();
    kubernetes.forgetServiceEntries();
  }

  @AfterEach
  void close() throws Exception {
    for (var one = opened.poll(); one != null; one = opened.poll()) {
      one.close();
    }
  }

  @AfterAll
  void stop() {
    eureka.close();
    client.close();
  }

  @Test
  void nothingFiresOfABridgeThatIsWell() {
    register(20);
    var first = bridge(eureka(), cluster(kubernetes));
    until(first, "bridge_sink_resources", 20);
    var second = bridge(eureka(), cluster(kubernetes));
    until(second, "bridge_sink_resources", 20);

    fires(() -> Map.of("a", first.scrape(), "b", second.scrape()), LATER, false);
  }

  @Test
  void aRegistryThatIsKilled() {
    register(3);
    var bridge = bridge(eureka(), directory());
    until(bridge, "bridge_sink_resources", 3);

    eureka.stop();
    until(bridge, "bridge_registry_up", 0);

    fires(bridge, SOON, "RegistryStale");
  }

  @Test
  void aRegistryThatShowsNotEverything() {
    Peers.require("consul");
    var consul = open(ConsulPeer.startWithAcls());
    var bridge =
        bridge(
            Stream.of("url=" + consul.url(), "datacenters=dc1")
                .map("bridge.registry.consul.core."::concat),
            directory());
    await()
        .until(
            () -> bridge.scrape().value("bridge_registry_state", Map.of("state", "partial")) == 1);

    fires(bridge, SOON, "RegistryPartial");
  }

  @Test
  void aRegistryThatLostTooMuch() {
    register(20);
    var bridge = bridge(eureka(), directory());
    until(bridge, "bridge_sink_resources", 20);

    eureka.restart();
    until(bridge, "bridge_guard_tripped", 1);

    fires(bridge, LATER, "GuardTripped");
  }

  @Test
  void aRegistryThatIsNoLongerConfigured() {
    var before = bridge(list("former"), directory());
    until(before, "bridge_sink_resources", 1);
    before.close();
    var bridge = bridge(list("latter"), directory());
    untilAbove(bridge, "bridge_sink_held_back", 0);

    fires(bridge, SOON);
    fires(bridge, LATER, "RemovalsHeldBack");
  }

  @Test
  void aForeignObjectInTheWay() {
    new ServiceEntries(client).all().resource(resource(FOREIGN)).create();
    register(1);
    var bridge = bridge(eureka(), cluster(kubernetes));
    await()
        .until(
            () ->
                bridge.scrape().value("bridge_sink_rejected", Map.of("cause", "foreign-object"))
                    == 1);

    fires(bridge, SOON, "Rejected");
  }

  @Test
  void aWebhookThatDoesNotAnswer() {
    var bridge = bridge(eureka(), cluster(kubernetes));
    until(bridge, "bridge_registry_up", 1);
    var webhook =
        client
            .getKubernetesSerialization()
            .unmarshal(WEBHOOK, ValidatingWebhookConfiguration.class);
    opened.push(() -> client.resource(webhook).delete());
    client.resource(webhook).create();

    // The API server learns of it a moment later.
    var number = new int[1];
    await()
        .until(
            () -> {
              register(++number[0]);
              return value(bridge, "bridge_sink_failed") > 0;
            });

    fires(bridge, SOON, "WriteErrors");
  }

  @Test
  void anApiServerThatIsStopped() {
    var own = open(KubernetesPeer.start());
    register(2);
    var bridge = bridge(eureka(), cluster(own));
    until(bridge, "bridge_sink_resources", 2);

    own.stopApiServer();
    until(bridge, "bridge_sink_readable", 0);
    until(bridge, "bridge_sink_leader", 0);

    fires(bridge, SOON, "WatchDown", "NoLeader");
  }

  @Test
  void anAccountWithoutRights() {
    var nobody = Stream.of("bridge.sink.kubernetes.cluster.context=alice");
    var bridge = bridge(eureka(), Stream.concat(cluster(kubernetes), nobody));
    untilAbove(bridge, "bridge_sink_lacks", 0);
    until(bridge, "bridge_registry_up", 1);

    fires(bridge, SOON, "WatchDown", "NoLeader", "RightsMissing");
  }

  @Test
  void twoReplicasThatGoByTwoLeases() {
    var other = new NamespaceBuilder().withNewMetadata().withName("elsewhere").endMetadata();
    client.resource(other.build()).serverSideApply();
    var first = bridge(eureka(), cluster(kubernetes));
    var second =
        bridge(
            eureka(),
            Stream.concat(
                cluster(kubernetes),
                Stream.of("bridge.sink.kubernetes.cluster.lease.namespace=elsewhere")));
    until(first, "bridge_sink_leader", 1);
    until(second, "bridge_sink_leader", 1);

    fires(() -> Map.of("a", first.scrape(), "b", second.scrape()), SOON, false, "TwoLeaders");
  }

  @Test
  void muchThatIsWrittenSlowly() {
    var slow =
        Stream.of(
            "bridge.sync.interval=1s",
            "bridge.sink.kubernetes.cluster.writes-per-second=1",
            "bridge.sink.kubernetes.cluster.kubeconfig=" + kubernetes.kubeconfig());
    var bridge = bridge(eureka(), slow);
    until(bridge, "bridge_sink_readable", 1);
    until(bridge, "bridge_sink_leader", 1);
    bridge.post("/actuator/bridge/pause", TOKEN);
    until(bridge, "bridge_paused", 1);
    register(60);
    until(bridge, "bridge_registry_services", 60);
    bridge.post("/actuator/bridge/resume", TOKEN); // one pass would have them all to write

    var longest = new double[1];
    until(
        bridge,
        "bridge_pass_age_seconds",
        age -> {
          longest[0] = Math.max(longest[0], age);
          return value(bridge, "bridge_sink_resources") == 60;
        });
    assertThat(longest[0]).as("passes go on meanwhile").isBetween(1.0, 33.0);
    untilAbove(bridge, "bridge_lag_seconds_max", 10);
    fires(bridge, SOON, "Slow");
  }

  @Test
  void anApiServerThatHangs() {
    var own = open(KubernetesPeer.start());
    register(1);
    var patient =
        Stream.of("bridge.sink.kubernetes.cluster.timeout=10m", "bridge.sync.interval=1s");
    var bridge = bridge(eureka(), Stream.concat(cluster(own), patient));
    until(bridge, "bridge_sink_resources", 1);

    own.freezeApiServer();
    opened.push(own::thawApiServer);
    register(2);

    untilAbove(bridge, "bridge_pass_age_seconds", 33);
    until(bridge, "bridge_sink_leader", 0);
    fires(bridge, SOON, "MakesNoPass", "NoLeader");
  }

  @Test
  void anIstiodThatNeverCame() {
    var bridge =
        bridge(
            list("shop"), Stream.of("bridge.sink.mcp.istiod.snapshot=" + folder.resolve("state")));
    until(bridge, "bridge_sink_resources", 1);

    fires(bridge, SOON, "NoIstiod");
  }

  @Test
  void anIstiodThatHangs() {
    var port = Peers.freePort();
    var served = Stream.of("bridge.sink.mcp.istiod.snapshot=" + folder.resolve("state"));
    register(1);
    var bridge = bridge(port, eureka(), served);
    until(bridge, "bridge_sink_resources", 1);
    var istiod = open(IstiodPeer.reading(kubernetes, port));
    istiod.start();
    until(bridge, "bridge_sink_istiods", 1);
    until(bridge, "bridge_sink_istiods_lag_seconds", 0);

    istiod.freeze();
    register(2);
    until(bridge, "bridge_sink_resources", 2);

    untilAbove(bridge, "bridge_sink_istiods_lag_seconds", 60);
    fires(bridge, SOON, "IstiodBehind");
  }

  @Test
  void aPauseThatNobodyEnds() {
    var bridge = bridge(list("shop"), directory());
    bridge.post("/actuator/bridge/pause", TOKEN);
    until(bridge, "bridge_paused", 1);

    fires(bridge, SOON);
    fires(bridge, LATER, "Paused");
  }

  @Test
  void aBridgeThatIsGone() {
    var bridge = bridge(list("shop"), directory());
    until(bridge, "bridge_sink_resources", 1);
    var last = bridge.scrape();

    bridge.close();

    assertThatThrownBy(bridge::scrape).isInstanceOf(UncheckedIOException.class);
    fires(() -> Map.of("a", last), SOON, true, "Down");
  }

  private void fires(RunningBridge bridge, int minutes, String... alerts) {
    fires(() -> Map.of("a", bridge.scrape()), minutes, false, alerts);
  }

  /**
   * Once what the fault leads to has come to all that is told of it: what is scraped in between
   * never lasts for as long as it is taken to last here.
   */
  private void fires(
      Supplier<Map<String, Scrape>> replicas, int minutes, boolean gone, String... alerts) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              var said = Promtool.firing(replicas.get(), minutes, gone, folder, alerts);
              assertThat(said.code()).as(said.text()).isZero();
            });
  }

  private static void until(RunningBridge bridge, String metric, double value) {
    until(bridge, metric, one -> one == value);
  }

  private static void untilAbove(RunningBridge bridge, String metric, double value) {
    until(bridge, metric, one -> one > value);
  }

  private static void until(RunningBridge bridge, String metric, Predicate<Double> so) {
    await().until(() -> so.test(value(bridge, metric)));
  }

  private static double value(RunningBridge bridge, String metric) {
    return bridge.scrape().value(metric, Map.of());
  }

  private void register(int count) {
    for (var number = 1; number <= count; number++) {
      eureka.register("APP-" + number, "app-" + number, "10.0.0." + number, 8080, "UP");
    }
  }

  private RunningBridge bridge(Stream<String> from, Stream<String> to) {
    return bridge(Peers.freePort(), from, to);
  }

  private RunningBridge bridge(int port, Stream<String> from, Stream<String> to) {
    var common =
        Stream.of(
            "bridge.admin.token-file=" + write("token", TOKEN), "spring.grpc.server.port=" + port);
    return open(
        RunningBridge.start(
            Stream.of(common, from, to).flatMap(one -> one).toArray(String[]::new)));
  }

  private Stream<String> eureka() {
    return Stream.of(
        "bridge.registry.eureka.shop.urls=" + eureka.url(),
        "bridge.registry.eureka.shop.interval=200ms");
  }

  private Stream<String> list(String registry) {
    var services = "services: {orders: [{address: 10.0.0.1, port: 8080}]}";
    return Stream.of(
        "bridge.registry.file.%s.path=%s".formatted(registry, write(registry + ".yaml", services)));
  }

  private Stream<String> directory() {
    return Stream.of("bridge.sink.file.review.directory=" + folder.resolve("mesh"));
  }

  private static Stream<String> cluster(KubernetesPeer kubernetes) {
    return Stream.of(
            "kubeconfig=" + kubernetes.kubeconfig(),
            "lease.duration=6s",
            "lease.renew-deadline=5s",
            "lease.retry=200ms")
        .map("bridge.sink.kubernetes.cluster."::concat);
  }

  private GenericKubernetesResource resource(String yaml) {
    return client.getKubernetesSerialization().unmarshal(yaml, GenericKubernetesResource.class);
  }

  private Path write(String file, String text) {
    try {
      return Files.writeString(folder.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T extends AutoCloseable> T open(T one) {
    opened.push(one);
    return one;
  }
}
