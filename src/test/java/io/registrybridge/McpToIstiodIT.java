package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.Keys;
import io.registrybridge.mesh.Location;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.Port;
import io.registrybridge.mesh.Resolution;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.mesh.Spec;
import io.registrybridge.peer.Authority;
import io.registrybridge.peer.Cable;
import io.registrybridge.peer.EurekaPeer;
import io.registrybridge.peer.IstiodPeer;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.Peers;
import io.registrybridge.sink.ManifestReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Eureka server on one side and a real istiod on the other, which reads from the bridge and
 * from an API server.
 */
@ExtendWith(KubernetesPeer.Extension.class)
class McpToIstiodIT {

  private static final String ORDERS = "orders.shop.mesh";
  private static final String STOCK = "stock.shop.mesh";

  private static EurekaPeer eureka;

  private final KubernetesPeer kubernetes;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final int port = Peers.freePort();

  @TempDir private Path folder;

  McpToIstiodIT(KubernetesPeer kubernetes) {
    this.kubernetes = kubernetes;
  }

  @BeforeAll
  static void startEureka() {
    Peers.require("pilot-discovery");
    eureka = EurekaPeer.start();
  }

  @AfterAll
  static void stopEureka() {
    eureka.close();
  }

  @BeforeEach
  void register() {
    // istiod reads the cluster too, and would find there what other tests have left.
    kubernetes.forgetServiceEntries();
    eureka.restart();
    eureka.register("ORDERS", "orders-1", "10.0.0.1", 8080, "UP", "version=v1", "zone=eu-1a");
    eureka.register("ORDERS", "orders-2", "10.0.0.2", 8081, "UP", "version=v2", "zone=eu-1b");
    eureka.register("STOCK", "stock-1", "10.0.1.1", 8080, "UP");
  }

  @AfterEach
  void close() throws Exception {
    for (var one = opened.poll(); one != null; one = opened.poll()) {
      one.close();
    }
  }

  @Test
  @Tag("fault")
  void istiodBelievesWhatTheRegistrySaysThroughEveryChange() {
    bridge();
    var istiod = istiod(port);
    expect(istiod, orders(first(), second()), stock("10.0.1.1"));

    eureka.register("ORDERS", "orders-3", "10.0.0.3", 9999, "UP", "version=v1", "zone=eu-1a");
    expect(
        istiod, orders(first(), second(), at("10.0.0.3", 9999, "v1", "eu-1a")), stock("10.0.1.1"));

    eureka.cancel("ORDERS", "orders-3");
    expect(istiod, orders(first(), second()), stock("10.0.1.1"));

    eureka.metadata("ORDERS", "orders-2", "version", "v3");
    expect(istiod, orders(first(), at("10.0.0.2", 8081, "v3", "eu-1b")), stock("10.0.1.1"));

    eureka.status("ORDERS", "orders-2", "OUT_OF_SERVICE");
    var draining = labelled(at("10.0.0.2", 8081, "v3", "eu-1b"), Keys.DRAINING, "true");
    expect(istiod, orders(first(), draining), stock("10.0.1.1"));

    eureka.cancel("STOCK", "stock-1");
    eventually(() -> assertThat(istiod.endpoints()).containsEntry(STOCK, List.of()));
    assertThat(hosts(istiod)).containsExactly(ORDERS, STOCK);
  }

  @Test
  void istiodHasWhatTheClusterSaysBeside() {
    bridge();
    var istiod = istiod(port);
    try (var client = kubernetes.client()) {
      var theirs = client.resource(THEIRS).create();
      eventually(
          () -> assertThat(hosts(istiod)).containsExactly(ORDERS, STOCK, "theirs.example.com"));
      client.resource(theirs).delete();
    }
    eventually(() -> assertThat(hosts(istiod)).containsExactly(ORDERS, STOCK));
  }

  private static final String THEIRS =
      """
      apiVersion: networking.istio.io/v1
      kind: ServiceEntry
      metadata: {name: theirs, namespace: mesh}
      spec:
        hosts: [theirs.example.com]
        resolution: STATIC
        ports: [{name: http, number: 80, protocol: HTTP}]
        endpoints: [{address: 10.9.9.9}]
      """;

  @Test
  @Tag("fault")
  void aBridgeThatIsRestartedTogetherWithAnEmptyRegistryServesWhatStoodBefore() throws Exception {
    var bridge = bridge();
    var istiod = istiod(port);
    expect(istiod, orders(first(), second()), stock("10.0.1.1"));
    var before = istiod.serviceEntries();

    bridge.close();
    eureka.restart();
    var restarted = bridge();
    istiod.stop();
    istiod.start();

    assertThat(istiod.serviceEntries()).isEqualTo(before);
    expect(istiod, orders(first(), second()), stock("10.0.1.1"));
    eventually(
        () -> assertThat(restarted.registry("shop").path("state").asString()).isEqualTo("partial"));
    expect(istiod, orders(first(), second()), stock("10.0.1.1"));
    assertThat(istiod.serviceEntries()).isEqualTo(before);
  }

  @Test
  @Tag("fault")
  void anIstiodOutlivesItsBridgeAndLosesNothing() throws Exception {
    var bridge = bridge();
    var istiod = istiod(port);
    expect(istiod, orders(first(), second()), stock("10.0.1.1"));

    bridge.close();
    eureka.cancel("ORDERS", "orders-2");
    assertThat(hosts(istiod)).containsExactly(ORDERS, STOCK);
    bridge(port, snapshot("state"), "bridge.guard.settle=1s", "bridge.sync.interval=500ms");

    expect(istiod, orders(first()), stock("10.0.1.1"));
  }

  @Test
  void anIstiodThatIsRestartedHasTheSameAgain() {
    bridge();
    var istiod = istiod(port);
    expect(istiod, orders(first(), second()), stock("10.0.1.1"));
    var before = istiod.serviceEntries();

    istiod.stop();
    istiod.start();

    assertThat(istiod.serviceEntries()).isEqualTo(before);
  }

  @Test
  void anIstiodMayGoFromOneReplicaToTheOther() {
    var other = Peers.freePort();
    bridge();
    bridge(other, snapshot("other"));
    var cable = opened(new Cable(port));
    var istiod = istiod(cable.port());
    expect(istiod, orders(first(), second()), stock("10.0.1.1"));
    var before = istiod.serviceEntries();

    cable.plugInto(other);
    eventually(() -> assertThat(istiod.log().split("nonce=", -1)).hasSizeGreaterThan(20));
    assertThat(istiod.serviceEntries()).isEqualTo(before);

    eureka.register("ORDERS", "orders-3", "10.0.0.3", 9999, "UP", "version=v1", "zone=eu-1a");
    expect(
        istiod, orders(first(), second(), at("10.0.0.3", 9999, "v1", "eu-1a")), stock("10.0.1.1"));
  }

  @Test
  void twoReplicasGiveEveryHostTheSameAddress() {
    var other = Peers.freePort();
    var vips = "bridge.mapping.vip-cidr=240.241.0.0/16";
    bridge(port, snapshot("state"), vips);
    bridge(other, snapshot("other"), vips);

    var first = istiod(port);
    eventually(() -> assertThat(addresses(first)).hasSize(2));
    var one = addresses(first);
    assertThat(one.values()).allMatch(addresses -> addresses.matches("240\\.241\\.\\d+\\.\\d+"));
    assertThat(one.values()).doesNotHaveDuplicates();
    var second = istiod(other);
    eventually(() -> assertThat(addresses(second)).isEqualTo(one));
  }

  @Test
  void replicasThatShareConfigMapsServeTheSameAlsoToAnIstiodThatComesLater() throws Exception {
    var other = Peers.freePort();
    System.setProperty("kubeconfig", kubernetes.kubeconfig().toString());
    try {
      var one = bridgeWithConfigMaps(port);
      var two = bridgeWithConfigMaps(other);
      eventually(() -> assertThat(leads(one)).isNotEqualTo(leads(two)));
      var istiod = istiod(port);
      var second = istiod(other);
      expect(istiod, orders(first(), second()), stock("10.0.1.1"));
      expect(second, orders(first(), second()), stock("10.0.1.1"));
      eureka.metadata("ORDERS", "orders-2", "version", "v3");
      var moved = at("10.0.0.2", 8081, "v3", "eu-1b");
      expect(istiod, orders(first(), moved), stock("10.0.1.1"));
      expect(second, orders(first(), moved), stock("10.0.1.1"));
      one.close();
      two.close();
      eureka.restart();

      bridgeWithConfigMaps(port);

      var late = istiod(port);
      expect(late, orders(first(), moved), stock("10.0.1.1"));
      eventually(() -> assertThat(late.serviceEntries()).isEqualTo(istiod.serviceEntries()));
    } finally {
      System.clearProperty("kubeconfig");
    }
  }

  private static boolean leads(RunningBridge bridge) {
    return bridge.sync().path("sinks").path("istiod").path("leader").asBoolean();
  }

  private RunningBridge bridgeWithConfigMaps(int onPort) {
    return bridge(
        onPort,
        "bridge.sink.mcp.istiod.config-map=snapshot",
        "bridge.sink.mcp.istiod.namespace=mesh");
  }

  @Test
  @Tag("fault")
  void istiodIsNotReadyBeforeTheRegistryWasRead() throws Exception {
    eureka.stop();
    bridge();
    var istiod = opened(IstiodPeer.reading(kubernetes, port));

    var starting = CompletableFuture.runAsync(istiod::start);
    eventually(() -> assertThat(istiod.log()).contains("adsc"));
    assertThat(starting).isNotDone();
    eureka.restart();
    eureka.register("STOCK", "stock-1", "10.0.1.1", 8080, "UP");

    starting.get();
    expect(istiod, stock("10.0.1.1"));
  }

  @Test
  void istiodReadsOverTls() throws IOException {
    var authority = Authority.in(folder, "ours");
    var server = authority.issue("bridge", "dns:localhost");
    var pem = "spring.ssl.bundle.pem.served.keystore.";
    bridge(
        port,
        snapshot("state"),
        "bridge.sink.mcp.istiod.ssl-bundle=served",
        pem + "certificate=" + server.certificate(),
        pem + "private-key=" + server.key());

    var istiod = opened(IstiodPeer.reading(kubernetes, port, trusting(authority)));
    istiod.start();

    expect(istiod, orders(first(), second()), stock("10.0.1.1"));
  }

  private static String trusting(Authority authority) throws IOException {
    return """
        tlsSettings:
          mode: SIMPLE
          subjectAltNames: [localhost]
          caCertificates: |
        """
        + Files.readString(authority.certificate()).indent(4);
  }

  @Test
  void operatorsSeeWhoIsConnectedAndWhatTheyHaveTaken() {
    var bridge = bridge();
    istiod(port);

    eventually(
        () -> {
          var istiods = bridge.sync().path("sinks").path("istiod").path("istiods");
          assertThat(istiods.size()).isEqualTo(1);
          assertThat(istiods.path(0).path("node").asString()).contains("istiod-local.istio-system");
          assertThat(istiods.path(0).path("version").asString()).hasSize(32);
          assertThat(istiods.path(0).path("lag").asLong()).isZero();
        });
  }

  private RunningBridge bridge() {
    return bridge(port, snapshot("state"));
  }

  private String snapshot(String directory) {
    return "bridge.sink.mcp.istiod.snapshot=" + folder.resolve(directory);
  }

  private RunningBridge bridge(int onPort, String... properties) {
    var all =
        Stream.concat(
            Stream.of(
                "bridge.registry.eureka.shop.urls=" + eureka.url(),
                "bridge.registry.eureka.shop.interval=200ms",
                "bridge.mapping.draining=label",
                "spring.grpc.server.port=" + onPort),
            Stream.of(properties));
    return opened(RunningBridge.start(all.toArray(String[]::new)));
  }

  private IstiodPeer istiod(int readingFrom) {
    var istiod = opened(IstiodPeer.reading(kubernetes, readingFrom));
    istiod.start();
    return istiod;
  }

  private <T extends AutoCloseable> T opened(T one) {
    opened.push(one);
    return one;
  }

  /** Waits until these are all that istiod has, in its configuration and in its endpoints. */
  private static void expect(IstiodPeer istiod, MeshService... services) {
    eventually(
        () -> {
          assertThat(accepted(istiod)).containsExactly(services);
          assertThat(istiod.endpoints()).isEqualTo(endpoints(services));
        });
  }

  private static List<MeshService> accepted(IstiodPeer istiod) {
    return istiod.serviceEntries().stream().map(McpToIstiodIT::service).toList();
  }

  private static MeshService service(JsonNode entry) {
    var manifest =
        JsonMapper.shared().convertValue(entry, new TypeReference<Map<String, Object>>() {});
    return ManifestReader.read(manifest, "").service().orElseThrow();
  }

  private static List<String> hosts(IstiodPeer istiod) {
    return istiod.serviceEntries().stream()
        .map(entry -> entry.path("spec").path("hosts").path(0).asString())
        .toList();
  }

  private static SortedMap<String, String> addresses(IstiodPeer istiod) {
    var addresses = new TreeMap<String, String>();
    accepted(istiod)
        .forEach(one -> addresses.put(one.spec().host(), String.join(" ", one.spec().addresses())));
    return addresses;
  }

  private static SortedMap<String, List<String>> endpoints(MeshService... services) {
    var endpoints = new TreeMap<String, List<String>>();
    for (var service : services) {
      endpoints.put(
          service.spec().host(),
          service.spec().endpoints().stream().map(McpToIstiodIT::endpoint).sorted().toList());
    }
    return endpoints;
  }

  private static String endpoint(Endpoint endpoint) {
    return "%s:%d http".formatted(endpoint.address(), endpoint.ports().get("http"));
  }

  private static Endpoint first() {
    return at("10.0.0.1", 8080, "v1", "eu-1a");
  }

  private static Endpoint second() {
    return at("10.0.0.2", 8081, "v2", "eu-1b");
  }

  private static MeshService orders(Endpoint... endpoints) {
    return service("ORDERS", ORDERS, endpoints);
  }

  private static MeshService stock(String address) {
    return service("STOCK", STOCK, new Endpoint(address, ports(8080), from(), 1, "", "", ""));
  }

  private static MeshService service(String app, String host, Endpoint... endpoints) {
    return MeshService.of(
        ResourceId.serviceEntry("mesh", host),
        List.of(new Origin("shop", "", app)),
        new Spec(
            host,
            Location.MESH_INTERNAL,
            Resolution.STATIC,
            List.of(),
            List.of(),
            List.of(new Port("http", 80, "HTTP")),
            List.of(endpoints)));
  }

  private static Endpoint at(String address, int onPort, String version, String zone) {
    var endpoint = new Endpoint(address, ports(onPort), from(), 1, zone, "", "");
    return labelled(endpoint, "version", version);
  }

  private static Endpoint labelled(Endpoint endpoint, String key, String value) {
    var labels = new TreeMap<>(endpoint.labels());
    labels.put(key, value);
    return endpoint.withLabels(labels);
  }

  private static SortedMap<String, Integer> ports(int number) {
    return new TreeMap<>(Map.of("http", number));
  }

  private static SortedMap<String, String> from() {
    return new TreeMap<>(Map.of(Keys.from("shop"), "default"));
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().untilAsserted(assertion);
  }
}
