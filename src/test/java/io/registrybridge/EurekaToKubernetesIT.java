package io.registrybridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.Port;
import io.registrybridge.mesh.Spec;
import io.registrybridge.peer.EurekaPeer;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.ServiceEntries;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.ManifestReader;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The main job: a real Eureka server on one side, a real API server with Istio's CRDs on the other.
 */
@ExtendWith(KubernetesPeer.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EurekaToKubernetesIT {

  private final KubernetesPeer kubernetes;
  private final KubernetesClient client;
  private final ServiceEntries entries;
  private final EurekaPeer eureka = EurekaPeer.start();
  private final List<RunningBridge> bridges = new ArrayList<>();

  EurekaToKubernetesIT(KubernetesPeer kubernetes) {
    this.kubernetes = kubernetes;
    this.client = kubernetes.client();
    this.entries = new ServiceEntries(client);
  }

  @BeforeEach
  void begin() {
    entries.all().delete();
    eureka.restart();
    eureka.register("ORDERS", "orders-1", "10.0.0.1", 8080, "UP", "version=v1");
    eureka.register("ORDERS", "orders-2", "10.0.0.2", 8081, "UP", "version=v2");
    eureka.register("STOCK", "stock-1", "10.0.1.1", 8080, "UP");
    start();
    eventually(() -> assertThat(names()).containsExactly("orders.shop.mesh", "stock.shop.mesh"));
  }

  @AfterEach
  void end() {
    bridges.forEach(RunningBridge::close);
    bridges.clear();
  }

  @AfterAll
  void stop() {
    eureka.close();
    client.close();
  }

  @Test
  void whatIsRegisteredBecomesAServiceEntry() {
    var orders = spec("orders.shop.mesh");
    assertThat(orders.host()).isEqualTo("orders.shop.mesh");
    assertThat(orders.ports()).containsExactly(new Port("http", 80, "HTTP"));
    assertThat(orders.endpoints())
        .containsExactly(endpoint("10.0.0.1", 8080, "v1"), endpoint("10.0.0.2", 8081, "v2"));
  }

  @Test
  @Tag("fault")
  void anInstanceOutOfServiceIsNoEndpointAndNothingElseChanges() {
    changes(
        "orders.shop.mesh",
        () -> eureka.status("ORDERS", "orders-2", "OUT_OF_SERVICE"),
        () -> assertThat(entries.addresses("orders.shop.mesh")).containsExactly("10.0.0.1"));
  }

  @Test
  void changedMetadataIsAChangedLabelAndNothingElseChanges() {
    changes(
        "orders.shop.mesh",
        () -> eureka.metadata("ORDERS", "orders-2", "version", "v3"),
        () ->
            assertThat(spec("orders.shop.mesh").endpoints())
                .containsExactly(
                    endpoint("10.0.0.1", 8080, "v1"), endpoint("10.0.0.2", 8081, "v3")));
  }

  @Test
  void anInstanceOnAnotherPortIsOneMoreEndpointOfTheSamePort() {
    changes(
        "orders.shop.mesh",
        () -> eureka.register("ORDERS", "orders-3", "10.0.0.3", 9999, "UP", "version=v1"),
        () -> {
          assertThat(spec("orders.shop.mesh").ports())
              .containsExactly(new Port("http", 80, "HTTP"));
          assertThat(spec("orders.shop.mesh").endpoints())
              .contains(endpoint("10.0.0.3", 9999, "v1"))
              .hasSize(3);
        });
  }

  @Test
  @Tag("fault")
  void aSecurePortIsOneMorePort() {
    eureka.registerWithTwoPorts("PAYMENT", "payment-1", "10.0.2.1", 8080, 8443);
    eventually(
        () ->
            assertThat(spec("payment.shop.mesh").ports())
                .containsExactly(new Port("http", 80, "HTTP"), new Port("https", 443, "HTTPS")));
  }

  @Test
  @Tag("fault")
  void aHostThatAServiceOfTheClusterHasIsNotTaken() {
    client.services().load(new ByteArrayInputStream(PAYMENT.getBytes(UTF_8))).create();
    end();
    var bridge = start("bridge.mapping.hosts.PAYMENT=payment.mesh");
    eureka.register("PAYMENT", "payment-1", "10.0.2.1", 8080, "UP");

    eventually(
        () ->
            assertThat(bridge.get("/actuator/plan").toString())
                .contains("host 'payment.mesh' is claimed by Service mesh/payment"));
    assertThat(names()).containsExactly("orders.shop.mesh", "stock.shop.mesh");
    assertThat(bridge.sync().path("sinks").path("cluster").path("sees").asString())
        .isEqualTo("Services in namespace mesh");

    client.services().inNamespace("mesh").withName("payment").delete();
    eventually(() -> assertThat(entries.addresses("payment.mesh")).containsExactly("10.0.2.1"));
  }

  private static final String PAYMENT =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: payment, namespace: mesh}
      spec: {ports: [{port: 80}]}
      """;

  @Test
  void aCancelledLeaseTakesItsEndpointAndNothingElse() {
    changes(
        "orders.shop.mesh",
        () -> eureka.cancel("ORDERS", "orders-1"),
        () -> assertThat(entries.addresses("orders.shop.mesh")).containsExactly("10.0.0.2"));
  }

  @Test
  void aServiceWithoutEndpointsKeepsItsEntryUntilTheGraceIsOver() {
    eureka.cancel("STOCK", "stock-1");
    eventually(() -> assertThat(entries.addresses("stock.shop.mesh")).isEmpty());
    assertThat(entries.get("stock.shop.mesh").getMetadata().getAnnotations())
        .containsKey("registrybridge.io/empty-since");
    eureka.register("STOCK", "stock-1", "10.0.1.7", 8080, "UP");
    eventually(() -> assertThat(entries.addresses("stock.shop.mesh")).containsExactly("10.0.1.7"));
    assertThat(entries.get("stock.shop.mesh").getMetadata().getAnnotations())
        .doesNotContainKey("registrybridge.io/empty-since");
  }

  @Test
  @Tag("fault")
  void aPassWithNothingChangedWritesNothing() {
    eventually(() -> assertThat(bridge().pass().path("unchanged").asInt()).isEqualTo(2));
    var writes = writes();
    for (var count = 0; count < 5; count++) {
      assertThat(bridge().pass().path("unchanged").asInt()).isEqualTo(2);
    }
    assertThat(writes()).isEqualTo(writes);
  }

  @Test
  @Tag("fault")
  void anEditedObjectIsRepaired() {
    entries
        .all()
        .withName("orders.shop.mesh")
        .edit(
            entry -> {
              spec(entry).put("endpoints", List.of(Map.of("address", "10.66.6.6")));
              return entry;
            });
    eventually(
        () ->
            assertThat(entries.addresses("orders.shop.mesh"))
                .containsExactly("10.0.0.1", "10.0.0.2"));
  }

  @Test
  @Tag("fault")
  void aDeletedObjectIsRepaired() {
    entries.all().withName("orders.shop.mesh").delete();
    eventually(
        () ->
            assertThat(entries.addresses("orders.shop.mesh"))
                .containsExactly("10.0.0.1", "10.0.0.2"));
    eventually(
        () ->
            assertThat(bridge().scrape().value("bridge_sink_repairs_total", Map.of()))
                .isEqualTo(1));
  }

  /** Who takes the label off takes the object. */
  @Test
  @Tag("fault")
  void anObjectThatLostItsOwnersLabelIsNotTouchedUntilItIsGone() {
    var orders = entries.all().withName("orders.shop.mesh");
    orders.edit(
        entry -> {
          entry.getMetadata().getLabels().remove("registrybridge.io/owner");
          return entry;
        });
    var version = version("orders.shop.mesh");

    eureka.register("ORDERS", "orders-3", "10.0.0.3", 8080, "UP");
    eventually(() -> assertThat(bridge().pass().path("rejected").asInt()).isEqualTo(1));
    assertThat(version("orders.shop.mesh")).isEqualTo(version);
    assertThat(bridge().get("/actuator/plan").toString()).contains("is not this bridge's");

    orders.delete();
    eventually(
        () ->
            assertThat(entries.addresses("orders.shop.mesh"))
                .containsExactly("10.0.0.1", "10.0.0.2", "10.0.0.3"));
  }

  @Test
  @Tag("fault")
  void namesThatWouldShareAHostHaveOneEach() {
    eureka.register("FOO-BAR", "dash", "10.0.6.1", 8080, "UP");
    eventually(() -> assertThat(entries.addresses("foo-bar.shop.mesh")).hasSize(1));
    eureka.register("FOO_BAR", "line", "10.0.6.2", 8080, "UP");

    eventually(() -> assertThat(names()).hasSize(4));
    assertThat(names())
        .filteredOn(name -> name.matches("foo-bar-[0-9a-f]{8}\\.shop\\.mesh"))
        .singleElement()
        .satisfies(name -> assertThat(entries.addresses(name)).containsExactly("10.0.6.2"));
    assertThat(entries.addresses("foo-bar.shop.mesh")).containsExactly("10.0.6.1");
  }

  @Test
  @Tag("fault")
  void anotherHostPatternTakesNothingAway() {
    end();
    var before = entries.versions();
    var bridge = start("bridge.mapping.host={service}.new");

    eventually(() -> assertThat(names()).hasSize(4).contains("orders.new", "stock.new"));
    for (var count = 0; count < 3; count++) {
      bridge.pass();
    }
    assertThat(entries.versions()).containsAllEntriesOf(before).hasSize(4);
    assertThat(bridge.get("/actuator/plan").path("sinks").path("cluster").path("heldBack"))
        .hasSize(2);
  }

  @Test
  @Tag("fault")
  void foreignAndOtherOwnersObjectsStayAsTheyAreAndAreTold() {
    var foreign = create("mail.shop.mesh", Map.of());
    var others =
        create(
            "other.shop.mesh",
            Map.of(
                "app.kubernetes.io/managed-by", "istio-registry-bridge",
                "registrybridge.io/owner", "staging"));
    eureka.register("MAIL", "mail-1", "10.0.4.1", 8080, "UP");
    eureka.register("OTHER", "other-1", "10.0.5.1", 8080, "UP");
    eventually(() -> assertThat(bridge().pass().path("rejected").asInt()).isEqualTo(2));
    assertThat(version("mail.shop.mesh")).isEqualTo(version(foreign));
    assertThat(version("other.shop.mesh")).isEqualTo(version(others));
    var rejected = bridge().get("/actuator/plan").path("sinks").path("cluster").path("rejected");
    assertThat(rejected.findValuesAsString("reason"))
        .anyMatch(reason -> reason.contains("is not this bridge's"))
        .anyMatch(reason -> reason.contains("staging"));
  }

  /** Does something to Eureka and waits for what must come of it; no other object may change. */
  private void changes(String name, Runnable deed, ThrowingRunnable expected) {
    var before = entries.versions();
    deed.run();
    eventually(expected);
    bridge().pass();
    var after = entries.versions();
    before.remove(name);
    after.remove(name);
    assertThat(after).isEqualTo(before);
  }

  private RunningBridge bridge() {
    return bridges.get(0);
  }

  private RunningBridge start(String... more) {
    var properties =
        Stream.of(
            "bridge.registry.eureka.shop.urls=" + eureka.url(),
            "bridge.registry.eureka.shop.interval=200ms",
            "bridge.sink.kubernetes.cluster.kubeconfig=" + kubernetes.kubeconfig());
    var bridge =
        RunningBridge.start(Stream.concat(properties, Stream.of(more)).toArray(String[]::new));
    bridges.add(bridge);
    return bridge;
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().untilAsserted(assertion);
  }

  private GenericKubernetesResource create(String name, Map<String, String> labels) {
    var entry = new GenericKubernetesResource();
    entry.setApiVersion("networking.istio.io/v1");
    entry.setKind("ServiceEntry");
    entry.setMetadata(
        new ObjectMetaBuilder().withName(name).withNamespace("mesh").withLabels(labels).build());
    entry.setAdditionalProperty(
        "spec",
        Map.of(
            "hosts",
            List.of(name),
            "resolution",
            "STATIC",
            "ports",
            List.of(Map.of("name", "http", "number", 80, "protocol", "HTTP"))));
    return entries.all().resource(entry).create();
  }

  private List<String> names() {
    return List.copyOf(entries.versions().keySet());
  }

  private String version(String name) {
    return version(entries.get(name));
  }

  private static String version(GenericKubernetesResource entry) {
    return entry.getMetadata().getResourceVersion();
  }

  @SuppressWarnings("unchecked") // a manifest's maps have string keys
  private static Map<String, Object> spec(GenericKubernetesResource entry) {
    return (Map<String, Object>) requireNonNull(entry.getAdditionalProperties().get("spec"));
  }

  private Spec spec(String name) {
    var entry = entries.get(name);
    Map<String, Object> metadata =
        Map.of(
            "name",
            name,
            "namespace",
            "mesh",
            "labels",
            entry.getMetadata().getLabels(),
            "annotations",
            entry.getMetadata().getAnnotations());
    Standing standing = ManifestReader.read(Map.of("metadata", metadata, "spec", spec(entry)), "");
    return standing.service().orElseThrow().spec();
  }

  private static Endpoint endpoint(String address, int port, String version) {
    return new Endpoint(
        address,
        new TreeMap<>(Map.of("http", port)),
        new TreeMap<>(Map.of("from.registrybridge.io/shop", "default", "version", version)),
        1,
        "",
        "",
        "");
  }

  /** All requests that write ServiceEntries, as the API server counts them. */
  private long writes() {
    return client
        .raw("/metrics")
        .lines()
        .filter(line -> line.startsWith("apiserver_request_total{"))
        .filter(line -> line.contains("resource=\"serviceentries\""))
        .filter(line -> !line.matches(".*verb=\"(GET|LIST|WATCH)\".*"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
