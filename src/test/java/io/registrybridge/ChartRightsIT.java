package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.registrybridge.Installed.Right;
import io.registrybridge.peer.EurekaPeer;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.Peers;
import io.registrybridge.peer.ServiceEntries;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/**
 * The bridge does its work with the rights that the Helm chart gives it, and misses every single
 * one that it is not given: they are enough, and none is too much.
 */
@ExtendWith({KubernetesPeer.Extension.class, OutputCaptureExtension.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChartRightsIT {

  private static final String VALUES =
      """
      image: {repository: registry.example.com/istio-registry-bridge}
      bridge:
        owner: prod
        policy: sync
        retired: [gone]
        registry: {eureka: {shop: {urls: ["%s"], interval: 200ms}}}
        sink: {%s}
      """;

  private static final String CLUSTER =
      "kubernetes: {cluster: {lease: {duration: 6s, renew-deadline: 5s, retry: 200ms}}}";

  private static final String SNAPSHOTS = "snapshots";

  private static final String ISTIOD =
      "mcp: {istiod: {config-map: snapshot, namespace: %s}}".formatted(SNAPSHOTS);

  /** Of a registry that is retired, so that there is something to be deleted. */
  private static final String MAIL =
      """
      apiVersion: networking.istio.io/v1
      kind: ServiceEntry
      metadata:
        name: mail.gone.mesh
        namespace: mesh
        labels: {app.kubernetes.io/managed-by: istio-registry-bridge, registrybridge.io/owner: prod}
        annotations:
          registrybridge.io/origin: '[{"registry":"gone","partition":"","service":"MAIL"}]'
      spec:
        hosts: [mail.gone.mesh]
        location: MESH_INTERNAL
        resolution: STATIC
        ports: [{name: http, number: 80, protocol: HTTP}]
        endpoints:
        - {address: 10.0.9.1, ports: {http: 8080}, labels: {from.registrybridge.io/gone: default}}
      """;

  /**
   * Somebody else's, where a service of the registry would go, so that there is something to be
   * told.
   */
  private static final String BILLING =
      """
      apiVersion: networking.istio.io/v1
      kind: ServiceEntry
      metadata: {name: billing.shop.mesh, namespace: mesh}
      spec:
        hosts: [billing.shop.mesh]
        location: MESH_INTERNAL
        resolution: STATIC
        ports: [{name: http, number: 80, protocol: HTTP}]
      """;

  /**
   * What only makes another replica's change known sooner, or is for two that write at once: with
   * one bridge nobody misses it.
   */
  private static final Set<Right> OF_SEVERAL_REPLICAS =
      Set.of(
          new Right("coordination.k8s.io", "leases", "watch"), new Right("", "configmaps", "get"));

  private final KubernetesPeer kubernetes;
  private final KubernetesClient client;
  private final ServiceEntries entries;
  private final EurekaPeer eureka;
  private final Installed writing;
  private final Installed serving;

  ChartRightsIT(KubernetesPeer kubernetes, @TempDir Path one, @TempDir Path two) {
    Peers.require("helm");
    this.kubernetes = kubernetes;
    client = kubernetes.client();
    var namespace = new NamespaceBuilder().withNewMetadata().withName(SNAPSHOTS).endMetadata();
    client.resource(namespace.build()).serverSideApply();
    entries = new ServiceEntries(client);
    eureka = EurekaPeer.start();
    writing = new Installed(kubernetes, one, VALUES.formatted(eureka.url(), CLUSTER));
    serving = new Installed(kubernetes, two, VALUES.formatted(eureka.url(), ISTIOD));
  }

  @BeforeEach
  void begin() {
    forget();
    create(MAIL);
    create(BILLING);
    eureka.register("BILLING", "billing-1", "10.0.2.1", 8080, "UP");
    eureka.register("ORDERS", "orders-1", "10.0.0.1", 8080, "UP");
  }

  private void create(String yaml) {
    var entry =
        client.getKubernetesSerialization().unmarshal(yaml, GenericKubernetesResource.class);
    entries.all().resource(entry).create();
  }

  @AfterEach
  void forget() {
    kubernetes.forgetServiceEntries();
    client.configMaps().inNamespace(SNAPSHOTS).withLabel("registrybridge.io/snapshot").delete();
    client.leases().inNamespace(SNAPSHOTS).withName("registry-bridge-prod").delete();
  }

  @AfterAll
  void stop() {
    writing.close();
    serving.close();
    eureka.close();
    client.close();
  }

  @Test
  void itWritesToTheClusterWithTheRightsOfTheChart(CapturedOutput log) {
    writing.allowAll();
    try (var bridge = bridge(writing)) {
      eventually(
          () ->
              assertThat(entries.versions())
                  .containsOnlyKeys("billing.shop.mesh", "orders.shop.mesh"));
      eventually(() -> assertThat(told()).contains("billing.shop.mesh"));
      eventually(
          () -> {
            var cluster = sink(bridge, "cluster");
            assertThat(cluster.path("sees").asString()).isEqualTo("Services in namespace mesh");
            leadsWithoutTrouble(cluster);
          });
    }
    assertThat(log.getAll().lines())
        .as("but for WorkloadEntries: it has none and needs no right to them")
        .noneMatch(line -> line.contains("is forbidden") && !line.contains("workloadentries"));
  }

  @Test
  void itServesIstiodWithTheRightsOfTheChart(CapturedOutput log) {
    serving.allowAll();
    try (var bridge = bridge(serving)) {
      eventually(() -> assertThat(sink(bridge, "istiod").path("resources").asInt()).isEqualTo(2));
      eventually(() -> leadsWithoutTrouble(sink(bridge, "istiod")));
    }
    assertThat(log.getAll()).doesNotContain("is forbidden", "Forbidden");
  }

  /** What Events were about. */
  private List<String> told() {
    return client.events().v1().events().inNamespace("mesh").list().getItems().stream()
        .map(event -> event.getRegarding().getName())
        .toList();
  }

  private static void leadsWithoutTrouble(JsonNode sink) {
    assertThat(sink.path("leader").asBoolean()).isTrue();
    assertThat(sink.path("leaderTrouble").asString()).isEmpty();
    assertThat(sink.path("trouble").asString()).isEmpty();
    assertThat(sink.path("lacks").values()).isEmpty();
    assertThat(sink.path("failed").asInt()).isZero();
  }

  Stream<Right> toWrite() {
    return writing.rights().filter(right -> !OF_SEVERAL_REPLICAS.contains(right));
  }

  @ParameterizedTest
  @MethodSource("toWrite")
  void aRightToWriteThatItLacksIsTold(Right lacking, CapturedOutput log) {
    writing.allowAllBut(lacking);
    var before =
        Pattern.compile(
            "lacks the rule .*resources: \\[%s], .*verbs: \\[%s]} in namespace mesh"
                .formatted(lacking.resource(), lacking.verb()));
    told(lacking, log, writing, before);
  }

  /** Its Lease is no other than that of a bridge that writes. */
  Stream<Right> toServe() {
    return serving
        .rights()
        .filter(right -> !OF_SEVERAL_REPLICAS.contains(right))
        .filter(right -> right.resource().equals("configmaps"));
  }

  @ParameterizedTest
  @MethodSource("toServe")
  void aRightToServeThatItLacksIsTold(Right lacking, CapturedOutput log) {
    serving.allowAllBut(lacking);
    told(lacking, log, serving, lacking.complaint());
  }

  /** An instance moves all the while, so that there is something to be changed. */
  private void told(Right lacking, CapturedOutput log, Installed installed, Pattern before) {
    var addresses = new AtomicInteger();
    try (var bridge = bridge(installed)) {
      eventually(
          () -> {
            var address = "10.0.1." + addresses.updateAndGet(last -> last % 250 + 1);
            eureka.register("ORDERS", "orders-1", address, 8080, "UP");
            assertThat(log.getAll() + bridge.sync())
                .containsPattern(lacking.complaint())
                .as("before it needs it")
                .containsPattern(before);
          });
    }
  }

  private static RunningBridge bridge(Installed installed) {
    return installed.bridge("spring.grpc.server.port=" + Peers.freePort());
  }

  private static JsonNode sink(RunningBridge bridge, String name) {
    return bridge.sync().path("sinks").path(name);
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().untilAsserted(assertion);
  }
}
