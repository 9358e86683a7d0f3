package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.registrybridge.peer.KubernetesPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import tools.jackson.databind.JsonNode;

/** Two replicas on one API server: who writes, and how both know what operators decided. */
@ExtendWith(KubernetesPeer.Extension.class)
class ReplicasIT {

  private static final String TOKEN = "open-sesame";
  private static final String SINK = "bridge.sink.kubernetes.cluster.";
  private static final String RELEASE = "/actuator/guard/shop";

  @TempDir private Path folder;

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final KubernetesPeer kubernetes;

  ReplicasIT(KubernetesPeer kubernetes) {
    this.kubernetes = kubernetes;
  }

  @BeforeEach
  void begin() throws IOException {
    kubernetes.forgetServiceEntries();
    Files.writeString(folder.resolve("token"), TOKEN);
    lists("orders", "stock");
  }

  @AfterEach
  void close() throws Exception {
    for (var one = opened.poll(); one != null; one = opened.poll()) {
      one.close();
    }
  }

  @Test
  void aStandbyIsReadyReadsPlansAndSaysWhoLeads() {
    var leader = leader();
    var standby = standby();
    lists("orders", "stock", "users");

    eventually().untilAsserted(() -> assertThat(written()).contains("users.shop.mesh"));

    assertThat(cluster(leader).path("leader").asBoolean()).isTrue();
    assertThat(cluster(standby).path("leader").asBoolean()).isFalse();
    assertThat(cluster(standby).path("holder").asString())
        .isNotEmpty()
        .isEqualTo(cluster(leader).path("holder").asString());
    assertThat(cluster(standby).path("leaderTrouble").asString()).isEmpty();
    eventually()
        .untilAsserted(
            () -> {
              assertThat(standby.get("/readyz").path("status").asString()).isEqualTo("UP");
              assertThat(standby.registry("shop").path("services").asInt()).isEqualTo(3);
              assertThat(cluster(standby).path("resources").asInt()).isEqualTo(3);
              assertThat(planned(standby)).isEqualTo(0);
            });
    leader.post("/actuator/bridge/pause", TOKEN);
    lists("orders", "stock", "users", "more");
    eventually().untilAsserted(() -> assertThat(planned(standby)).isEqualTo(1));
  }

  @Test
  void whatIsReleasedAtTheStandbyIsLetGoByTheLeaderAndOnlyOnce() {
    var leader = leader();
    var standby = standby();
    lists();
    untilTripped(leader);
    untilTripped(standby);
    assertThat(written()).hasSize(2);

    assertThat(standby.post(RELEASE, TOKEN).path("tripped").asBoolean()).isFalse();

    eventually().untilAsserted(() -> assertThat(written()).isEmpty());
    eventually().until(() -> !tripped(leader));

    lists("orders", "stock");
    eventually().untilAsserted(() -> assertThat(written()).hasSize(2));
    var third = standby();
    lists();
    untilTripped(leader);
    untilTripped(third);
    third.pass();
    leader.pass();
    assertThat(written()).as("a later loss needs another word").hasSize(2);
  }

  @Test
  void aPauseAtTheStandbyStopsTheLeaderAndWhoeverLeadsAfterIt() {
    var leader = leader();
    var standby = standby();

    assertThat(standby.post("/actuator/bridge/pause", TOKEN).path("paused").asBoolean()).isTrue();

    eventually().untilAsserted(() -> assertThat(leader.sync().path("paused").asBoolean()).isTrue());
    lists("orders", "stock", "users");
    leader.pass();
    opened.remove(leader);
    leader.close();
    eventually().until(() -> cluster(standby).path("leader").asBoolean());
    standby.pass();
    assertThat(written()).hasSize(2);
    var restarted = standby();
    eventually()
        .untilAsserted(() -> assertThat(restarted.sync().path("paused").asBoolean()).isTrue());

    assertThat(restarted.post("/actuator/bridge/resume", TOKEN).path("paused").asBoolean())
        .isFalse();

    eventually().untilAsserted(() -> assertThat(written()).hasSize(3));
  }

  @Test
  void aPurgeAtTheStandbyIsMadeByTheLeader() {
    var leader = leader();
    var standby = standby();
    eventually()
        .untilAsserted(() -> assertThat(cluster(standby).path("resources").asInt()).isEqualTo(2));

    var purged = standby.post("/actuator/bridge/purge", TOKEN);

    assertThat(purged.path("sinks").path("cluster").path("deleted").asInt()).isEqualTo(2);
    assertThat(purged.path("sinks").path("cluster").path("failed").asInt()).isZero();
    assertThat(written()).isEmpty();
    leader.pass();
    assertThat(leader.sync().path("paused").asBoolean()).isTrue();
    assertThat(written()).isEmpty();
  }

  @Test
  void oncePassBesideARunningLeaderWritesNothingAndExitsWithFour() {
    var leader = leader();
    leader.post("/actuator/bridge/pause", TOKEN);
    lists("orders", "stock", "users");
    assertThat(once()).isEqualTo(4);
    leader.post("/actuator/bridge/resume", TOKEN);
    eventually().untilAsserted(() -> assertThat(written()).hasSize(3));
    assertThat(once("bridge.dry-run=true")).as("who only looks leads nothing").isZero();
    opened.remove(leader);
    leader.close();
    lists("orders", "stock", "users", "more");
    assertThat(once()).isZero();
    assertThat(written()).hasSize(4);
    assertThat(once()).as("the lead was given up").isZero();
  }

  @Test
  void twoOwnersDoNotHinderEachOther() {
    leader();
    var other = bridge("bridge.owner=staging", "bridge.mapping.host={service}.staging.mesh");
    eventually().until(() -> cluster(other).path("leader").asBoolean());
    eventually()
        .untilAsserted(
            () ->
                assertThat(written())
                    .containsExactly(
                        "orders.shop.mesh",
                        "orders.staging.mesh",
                        "stock.shop.mesh",
                        "stock.staging.mesh"));
  }

  @Test
  void twoSinksOfOneBridgeShareItsLease() {
    write("more.yaml", "users");
    var bridge =
        bridge(
            SINK + "registries=shop",
            "bridge.registry.file.more.path=" + folder.resolve("more.yaml"),
            "bridge.sink.kubernetes.again.kubeconfig=" + kubernetes.kubeconfig(),
            "bridge.sink.kubernetes.again.registries=more");
    eventually().untilAsserted(() -> assertThat(written()).contains("users.more.mesh").hasSize(3));
    opened.remove(bridge);
    bridge.close();
    try (var client = kubernetes.client()) {
      var lease = client.leases().inNamespace("mesh").withName("registry-bridge-prod").get();
      assertThat(lease.getSpec().getHolderIdentity()).isEmpty();
    }
  }

  @Test
  void aLeaseThatSomebodyDeletesIsMadeAgainAndStaysPaused() {
    var leader = leader();
    leader.post("/actuator/bridge/pause", TOKEN);
    try (var client = kubernetes.client()) {
      var lease = client.leases().inNamespace("mesh").withName("registry-bridge-prod");
      lease.delete();
      eventually().until(() -> lease.get() != null);
    }
    leader.pass();
    eventually()
        .untilAsserted(
            () -> {
              assertThat(cluster(leader).path("leader").asBoolean()).isTrue();
              assertThat(leader.sync().path("paused").asBoolean()).isTrue();
            });
  }

  @Test
  void withoutTheRightToHaveALeaseItSaysWhichRightIsMissing() {
    var alice = bridge(SINK + "context=alice");
    eventually()
        .untilAsserted(
            () ->
                assertThat(cluster(alice).path("leaderTrouble").asString())
                    .contains("cannot get resource \"leases\"")
                    .endsWith(
                        "the bridge needs get, watch, create and patch on"
                            + " leases.coordination.k8s.io in namespace mesh"));
    var answer = alice.post("/actuator/bridge/pause", TOKEN);
    assertThat(answer.path("message").asString()).contains("cannot get resource \"leases\"");
  }

  @Test
  @Tag("fault")
  void aLeaderWithoutAnApiServerWritesNoMoreAndLeadsAgainWhenItIsBack() {
    var own = open(KubernetesPeer.start());
    var leader = bridge(own, SINK + "timeout=1s");
    eventually().until(() -> cluster(leader).path("leader").asBoolean());

    own.freezeApiServer();

    eventually()
        .untilAsserted(
            () -> {
              assertThat(cluster(leader).path("leader").asBoolean()).isFalse();
              assertThat(cluster(leader).path("leaderTrouble").asString())
                  .contains("Lease mesh/registry-bridge-prod: the API server does not answer");
              assertThat(cluster(leader).path("leaderSince").asString()).isNotEmpty();
            });
    own.thawApiServer();
    eventually().until(() -> cluster(leader).path("leader").asBoolean());
  }

  private RunningBridge leader() {
    var leader = bridge();
    eventually().until(() -> cluster(leader).path("leader").asBoolean());
    eventually().untilAsserted(() -> assertThat(written()).hasSize(2));
    return leader;
  }

  private RunningBridge standby() {
    var standby = bridge();
    eventually().until(() -> !cluster(standby).path("holder").asString().isEmpty());
    return standby;
  }

  private RunningBridge bridge(String... properties) {
    return bridge(kubernetes, properties);
  }

  private RunningBridge bridge(KubernetesPeer into, String... properties) {
    return open(
        RunningBridge.start(
            Stream.concat(properties(into).stream(), Stream.of(properties))
                .toArray(String[]::new)));
  }

  private List<String> properties(KubernetesPeer into) {
    return List.of(
        "bridge.mapping.empty-grace=0s",
        "bridge.sync.interval=500ms",
        "bridge.admin.token-file=" + folder.resolve("token"),
        "bridge.registry.file.shop.path=" + folder.resolve("services.yaml"),
        "bridge.registry.file.shop.interval=100ms",
        SINK + "kubeconfig=" + into.kubeconfig(),
        SINK + "lease.duration=6s",
        SINK + "lease.renew-deadline=5s",
        SINK + "lease.retry=400ms");
  }

  private int once(String... properties) {
    var arguments = new ArrayList<>(List.of("--bridge.mode=once", "--bridge.owner=prod"));
    arguments.add("--bridge.policy=sync");
    properties(kubernetes).forEach(property -> arguments.add("--" + property));
    Stream.of(properties).forEach(property -> arguments.add("--" + property));
    return SpringApplication.exit(BridgeApplication.start(arguments.toArray(String[]::new)));
  }

  private void lists(String... services) {
    write("services.yaml", services);
  }

  private void write(String file, String... services) {
    var entries =
        Stream.of(services)
            .map(service -> "  %s: [{address: 10.0.0.1, port: 8080}]\n".formatted(service))
            .collect(Collectors.joining());
    try {
      var next = Files.writeString(folder.resolve("next"), listing(entries));
      Files.move(next, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String listing(String entries) {
    return entries.isEmpty() ? "services: {}\n" : "services:\n" + entries;
  }

  private List<String> written() {
    try (KubernetesClient client = kubernetes.client()) {
      return client
          .genericKubernetesResources("networking.istio.io/v1", "ServiceEntry")
          .inNamespace("mesh")
          .list()
          .getItems()
          .stream()
          .map(GenericKubernetesResource::getMetadata)
          .map(metadata -> metadata.getName())
          .sorted()
          .toList();
    }
  }

  private static JsonNode cluster(RunningBridge bridge) {
    return bridge.sync().path("sinks").path("cluster");
  }

  private static int planned(RunningBridge bridge) {
    return bridge.get("/actuator/plan").path("sinks").path("cluster").path("create").size();
  }

  private static void untilTripped(RunningBridge bridge) {
    eventually().until(() -> tripped(bridge));
  }

  private static boolean tripped(RunningBridge bridge) {
    return bridge.registry("shop").path("guard").path("tripped").asBoolean();
  }

  private static ConditionFactory eventually() {
    return await().pollInterval(Duration.ofMillis(50));
  }

  private <T extends AutoCloseable> T open(T one) {
    opened.push(one);
    return one;
  }
}
