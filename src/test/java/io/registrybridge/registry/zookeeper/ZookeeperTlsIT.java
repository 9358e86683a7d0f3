package io.registrybridge.registry.zookeeper;

import static io.registrybridge.peer.Bundles.trusting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Status;
import io.registrybridge.peer.Authority;
import io.registrybridge.peer.Peers;
import io.registrybridge.peer.ZooKeeperPeer;
import io.registrybridge.registry.Reading;
import io.registrybridge.registry.Reading.Complete;
import io.registrybridge.registry.Reading.Unavailable;
import io.registrybridge.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;

/** Against a real server's port for TLS, with certificates made for the occasion. */
class ZookeeperTlsIT {

  @TempDir private static Path folder;

  private static Authority ours;
  private static Authority theirs;
  private static Authority.Holder bridge;
  private static ZooKeeperPeer zookeeper;
  private static int port;

  private final List<Registry> registries = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    ours = Authority.in(folder, "ours");
    theirs = Authority.in(folder, "theirs");
    bridge = ours.issue("bridge", "dns:bridge");
    zookeeper = secured(ours.issue("server", "dns:localhost,ip:127.0.0.1"));
    var ports = Map.of(Instance.PRIMARY, 8080);
    zookeeper.put(
        "/services/orders/o1",
        SpringCloud.node("orders", Instance.of("o1", "10.0.0.1", ports, Status.UP, Map.of())));
  }

  /** It serves only those who have a certificate of the same authority. */
  private static ZooKeeperPeer secured(Authority.Holder server) throws IOException {
    var pem =
        Files.writeString(
            folder.resolve("server.pem"),
            Files.readString(server.key()) + Files.readString(server.certificate()));
    port = Peers.freePort();
    return ZooKeeperPeer.start(
        Map.of(
            "secureClientPort", String.valueOf(port),
            "serverCnxnFactory", "org.apache.zookeeper.server.NettyServerCnxnFactory",
            "ssl.keyStore.location", pem.toString(),
            "ssl.trustStore.location", ours.certificate().toString()));
  }

  @AfterEach
  void closeRegistries() {
    registries.forEach(Registry::close);
    registries.clear();
  }

  /** The server has told the whole JVM what it was told. */
  @AfterAll
  static void stop() {
    zookeeper.close();
    List.of("serverCnxnFactory", "ssl.keyStore.location", "ssl.trustStore.location")
        .forEach(key -> System.clearProperty("zookeeper." + key));
  }

  @Test
  void isReadWithTheCertificateThatTheServerWants() {
    assertThat(read("127.0.0.1", trusting(ours, bridge))).isInstanceOf(Complete.class);
    assertThat(read("localhost", trusting(ours, bridge)).catalog().instances()).isEqualTo(1);
  }

  @Test
  void isNotReadWithoutOne() {
    isUnavailable("127.0.0.1", trusting(ours), "client certificate");
  }

  @Test
  void aServerOfAnotherAuthorityIsNotTrusted() {
    isUnavailable(
        "127.0.0.1",
        trusting(theirs, bridge),
        "has a certificate of an authority that is not trusted");
  }

  @Test
  void aServerThatIsNotTheOneItWasReachedAtIsNotTrusted() {
    isUnavailable(
        "127.0.0.2",
        trusting(ours, bridge),
        "has a certificate that is not for the host in its URL");
  }

  @Test
  void renewedCertificatesAreTakenUpByTheNextConnection() {
    var bundles = new DefaultSslBundleRegistry("mesh", trusting(theirs));
    var registry = open("127.0.0.1", bundles);
    registry.refresh();
    assertThat(registry.latest().reading()).isInstanceOf(Unavailable.class);

    bundles.updateBundle("mesh", trusting(ours, bridge));

    await().until(() -> registry.latest().reading() instanceof Complete);
  }

  @Test
  void nothingOfTheKeysStaysBehind() throws IOException {
    var temporary = Path.of(System.getProperty("java.io.tmpdir"));
    var before = folders(temporary);
    var registry = open("127.0.0.1", new DefaultSslBundleRegistry("mesh", trusting(ours, bridge)));
    registry.refresh();
    // Whatever else there is may be of other bridges on this machine.
    var made = folders(temporary);
    made.removeAll(before);
    assertThat(registry.latest().reading()).isInstanceOf(Complete.class);
    assertThat(made).isNotEmpty();
    closeRegistries();
    await().untilAsserted(() -> assertThat(folders(temporary)).doesNotContainAnyElementsOf(made));
  }

  private static List<Path> folders(Path temporary) throws IOException {
    try (var files = Files.list(temporary)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("istio-registry-bridge-"))
          .collect(Collectors.toCollection(ArrayList::new));
    }
  }

  private Reading read(String host, SslBundle bundle) {
    var registry = open(host, new DefaultSslBundleRegistry("mesh", bundle));
    registry.refresh();
    return registry.latest().reading();
  }

  /** Not always after the first read: a handshake takes its time. */
  private void isUnavailable(String host, SslBundle bundle, String reason) {
    var registry = open(host, new DefaultSslBundleRegistry("mesh", bundle));
    await()
        .untilAsserted(
            () -> {
              registry.refresh();
              assertThat(registry.latest().reading()).isInstanceOf(Unavailable.class);
              assertThat(registry.latest().reading().reason()).contains(reason);
            });
  }

  private Registry open(String host, DefaultSslBundleRegistry bundles) {
    var settings = Given.settings("connect=" + host + ":" + port, "timeout=5s", "ssl-bundle=mesh");
    var registry = ZookeeperRegistries.of("legacy", settings, bundles, Clock.systemUTC());
    registries.add(registry);
    return registry;
  }
}
