package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.ServiceEntries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What consul2istio and eureka2istio wrote to a real API server, as they write it, is foreign to
 * the bridge until somebody hands it over, as {@code docs/migration.md} says.
 */
@ExtendWith(KubernetesPeer.Extension.class)
class TakeOverIT {

  private static final String TOKEN = "open-sesame";
  private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  private static final String OWNER = "registrybridge.io/owner";

  private static final String CONSUL2ISTIO =
      """
      apiVersion: networking.istio.io/v1alpha3
      kind: ServiceEntry
      metadata:
        name: %1$s
        namespace: mesh
        labels: {manager: Aeraki, registry: consul}
      spec:
        hosts: [%1$s]
        location: MESH_INTERNAL
        resolution: STATIC
        ports:
        - {name: tcp, number: 8080, protocol: TCP, targetPort: 8080}
        endpoints:
        - {address: 10.9.9.9, ports: {tcp: 8080}, locality: dc1, labels: {version: v1}}
      """;

  private static final String EUREKA2ISTIO =
      """
      apiVersion: networking.istio.io/v1alpha3
      kind: ServiceEntry
      metadata:
        name: asm-orders-mesh
        namespace: istio-system
        labels: {manager: asm, registry: spring-eureka}
        annotations: {interface: ORDERS}
      spec:
        hosts: [orders.mesh]
        location: MESH_INTERNAL
        resolution: STATIC
        ports: [{name: http, number: 80, protocol: HTTP}]
        endpoints:
        - {address: 10.9.9.9, ports: {http: 8080}, labels: {eurekaName: eureka, hostname: orders-1}}
      """;

  private final KubernetesPeer kubernetes;
  private final KubernetesClient client;
  private final ServiceEntries entries;
  @TempDir private Path folder;

  TakeOverIT(KubernetesPeer kubernetes) {
    this.kubernetes = kubernetes;
    this.client = kubernetes.client();
    this.entries = new ServiceEntries(client);
  }

  @BeforeEach
  void begin() throws IOException {
    kubernetes.forgetServiceEntries();
    Files.writeString(folder.resolve("token"), TOKEN);
    Files.writeString(
        folder.resolve("services.yaml"),
        """
        services:
          orders: [{address: 10.0.0.1, port: 8080}]
          stock: [{address: 10.0.1.1, port: 8080}]
        """);
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void anObjectOfTheHostsNameIsTakenOverInItsPlaceByTwoLabelsAndGivenBackWithoutThem() {
    var orders = create(CONSUL2ISTIO.formatted("orders.mesh"));
    var stock = create(CONSUL2ISTIO.formatted("stock.mesh"));

    try (var bridge = start()) {
      await().until(() -> bridge.pass().path("rejected").asInt() == 2);
      assertThat(reasons(bridge)).allMatch(one -> one.endsWith("it has no " + OWNER + " label"));
      assertThat(entries.versions())
          .isEqualTo(Map.of("orders.mesh", version(orders), "stock.mesh", version(stock)));

      label("orders.mesh", Map.of(MANAGED_BY, "istio-registry-bridge", OWNER, "prod"));
      // An apply adds its ports to those of others, and a second write takes away the others.
      await().untilAsserted(() -> assertThat(protocols("orders.mesh")).containsExactly("HTTP"));

      var taken = entries.get("orders.mesh");
      assertThat(ServiceEntries.addresses(taken)).containsExactly("10.0.0.1");
      assertThat(taken.getMetadata().getUid()).isEqualTo(orders.getMetadata().getUid());
      assertThat(taken.getMetadata().getLabels())
          .containsEntry("manager", "Aeraki")
          .containsEntry("registry", "consul")
          .containsEntry(OWNER, "prod");
      await().until(() -> bridge.pass().path("unchanged").asInt() == 1);
      assertThat(entries.versions()).containsEntry("stock.mesh", version(stock));
    }

    entries
        .all()
        .withName("orders.mesh")
        .edit(
            entry -> {
              entry.getMetadata().getLabels().keySet().removeAll(List.of(MANAGED_BY, OWNER));
              return entry;
            });
    var given = entries.versions();
    try (var bridge = start()) {
      await().until(() -> bridge.pass().path("rejected").asInt() == 2);
      assertThat(entries.versions()).isEqualTo(given);
    }
  }

  @Test
  void aPurgeTakesWhatWasHandedOverAndLeavesWhatWasNot() {
    create(CONSUL2ISTIO.formatted("orders.mesh"));
    create(CONSUL2ISTIO.formatted("stock.mesh"));
    label("orders.mesh", Map.of(MANAGED_BY, "istio-registry-bridge", OWNER, "prod"));
    try (var bridge = start()) {
      await().until(() -> entries.addresses("orders.mesh").equals(List.of("10.0.0.1")));

      var purged = bridge.post("/actuator/bridge/purge", TOKEN);

      assertThat(purged.path("sinks").path("cluster").path("deleted").asInt()).isEqualTo(1);
      assertThat(entries.addresses()).isEqualTo(Map.of("stock.mesh", List.of("10.9.9.9")));
    }
  }

  @Test
  void anObjectOfAnotherNameAndNamespaceIsInTheWayUntilItIsDeleted() {
    var namespace = new NamespaceBuilder().withNewMetadata().withName("istio-system").endMetadata();
    client.resource(namespace.build()).serverSideApply();
    var theirs = create(EUREKA2ISTIO);

    try (var bridge = start("bridge.sink.kubernetes.cluster.see=cluster")) {
      await().until(() -> entries.addresses().containsKey("stock.mesh"));
      await().until(() -> bridge.pass().path("rejected").asInt() == 1);
      assertThat(reasons(bridge))
          .containsExactly(
              "host 'orders.mesh' is claimed by ServiceEntry istio-system/asm-orders-mesh");
      assertThat(version(client.resource(theirs).get())).isEqualTo(version(theirs));

      client.resource(theirs).delete();

      await().until(() -> entries.addresses().containsKey("orders.mesh"));
      assertThat(entries.addresses("orders.mesh")).containsExactly("10.0.0.1");
    } finally {
      client.resource(theirs).delete();
    }
  }

  private RunningBridge start(String... more) {
    var properties =
        Stream.of(
            "bridge.admin.token-file=" + folder.resolve("token"),
            "bridge.mapping.host={service}.mesh",
            "bridge.registry.file.shop.path=" + folder.resolve("services.yaml"),
            "bridge.sink.kubernetes.cluster.kubeconfig=" + kubernetes.kubeconfig());
    return RunningBridge.start(Stream.concat(properties, Stream.of(more)).toArray(String[]::new));
  }

  private List<Object> protocols(String name) {
    List<Map<String, Object>> ports = entries.get(name).get("spec", "ports");
    return ports.stream().map(port -> port.get("protocol")).toList();
  }

  private static List<String> reasons(RunningBridge bridge) {
    return bridge
        .get("/actuator/plan")
        .path("sinks")
        .path("cluster")
        .path("rejected")
        .findValuesAsString("reason");
  }

  private GenericKubernetesResource create(String yaml) {
    var entry =
        client.getKubernetesSerialization().unmarshal(yaml, GenericKubernetesResource.class);
    return client.resource(entry).create();
  }

  /** As kubectl label does. */
  private void label(String name, Map<String, String> labels) {
    entries
        .all()
        .withName(name)
        .edit(
            entry -> {
              entry.getMetadata().getLabels().putAll(labels);
              return entry;
            });
  }

  private static String version(GenericKubernetesResource entry) {
    return entry.getMetadata().getResourceVersion();
  }
}
