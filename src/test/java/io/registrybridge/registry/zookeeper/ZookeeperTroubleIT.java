package io.registrybridge.registry.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import io.registrybridge.peer.Cable;
import io.registrybridge.peer.Peers;
import io.registrybridge.peer.ZooKeeperPeer;
import io.registrybridge.registry.Gap;
import io.registrybridge.registry.Reading;
import io.registrybridge.registry.Reading.Complete;
import io.registrybridge.registry.Reading.Partial;
import io.registrybridge.registry.Reading.Unavailable;
import io.registrybridge.registry.Registry;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a real ZooKeeper server may do to who watches it, and what is made of it. */
@Timeout(600)
class ZookeeperTroubleIT {

  private static ZooKeeperPeer zookeeper;

  private final List<Registry> registries = new ArrayList<>();
  private Cable cable;

  @BeforeAll
  static void startZooKeeper() {
    zookeeper = ZooKeeperPeer.start();
  }

  @AfterAll
  static void stopZooKeeper() {
    zookeeper.close();
  }

  @BeforeEach
  void clear() {
    cable = new Cable(zookeeper.port());
    zookeeper.delete("/services");
    zookeeper.delete("/apps");
  }

  @AfterEach
  void close() {
    registries.forEach(Registry::close);
    registries.clear();
    cable.close();
  }

  @Test
  @Tag("fault")
  void aMissingRootIsNoEmptyRegistryUntilItIsThere() {
    var registry = start();
    registry.refresh();
    assertThat(reading(registry)).isInstanceOf(Unavailable.class);
    assertThat(reading(registry).reason())
        .isEqualTo(
            "127.0.0.1:%d has no node /services, so it cannot be told whether nothing is registered"
                    .formatted(cable.port())
                + " or connect and root name another place");

    put("orders", "o1", "10.0.0.1");

    await().untilAsserted(() -> assertThat(addresses(registry, "orders")).containsOnly("10.0.0.1"));
    assertThat(reading(registry)).isInstanceOf(Complete.class);
  }

  @Test
  void aRootThatGoesBeforeItsEyesLeavesAnEmptyRegistry() {
    put("orders", "o1", "10.0.0.1");
    var registry = start();
    registry.refresh();
    assertThat(addresses(registry, "orders")).hasSize(1);

    zookeeper.delete("/services");

    await().until(() -> reading(registry).catalog().services().isEmpty());
    assertThat(reading(registry)).isInstanceOf(Complete.class);
    registry.refresh();
    assertThat(reading(registry)).isInstanceOf(Complete.class);

    put("orders", "o2", "10.0.0.2");
    await().untilAsserted(() -> assertThat(addresses(registry, "orders")).containsOnly("10.0.0.2"));
  }

  @Test
  @Tag("fault")
  void aRootThatWentWhileNobodyWatchedMeansNothing() {
    put("orders", "o1", "10.0.0.1");
    var registry = start();
    registry.refresh();

    cable.cutAfter(0);
    await().until(() -> reading(registry) instanceof Unavailable);
    zookeeper.delete("/services");
    cable.mend();

    await().until(() -> reading(registry).reason().contains("has no node /services"));
    assertThat(reading(registry)).isInstanceOf(Unavailable.class);
  }

  @Test
  @Tag("fault")
  void aLostConnectionIsAGapAtOnceThatSaysSinceWhen() {
    put("orders", "o1", "10.0.0.1");
    var registry = start();
    registry.refresh();
    var orders = service(registry, "orders");
    var users = Map.of("users", "10.0.1.1");

    cable.cutAfter(0);
    await().until(() -> reading(registry) instanceof Unavailable);
    assertThat(reading(registry).reason())
        .matches("the connection to 127.0.0.1:\\d+ is lost since 20\\d\\d-.*Z");
    await()
        .untilAsserted(
            () ->
                assertThat(reading(registry).reason())
                    .matches("the session with 127.0.0.1:\\d+ is lost since .*|there is no.*"));
    users.forEach((service, address) -> put(service, "u1", address));
    cable.mend();

    await().until(() -> reading(registry) instanceof Complete);
    assertThat(service(registry, "orders")).isSameAs(orders);
    assertThat(addresses(registry, "users")).containsExactly("10.0.1.1");
    assertThat(registry.latest().restarts()).as("the line was cut once").isEqualTo(1);
  }

  @Test
  @Tag("fault")
  void whatChangedWhileTheSessionWasLostIsReadBeforeAnythingIsBelieved() {
    for (var number = 1; number <= 30; number++) {
      put("orders", "o" + number, "10.0.0." + number);
    }
    var registry = start();
    registry.refresh();
    var seen = new CopyOnWriteArrayList<Reading>();

    cable.fallSilent();
    await().until(() -> reading(registry).reason().contains("session"));
    zookeeper.delete("/services/orders/o1");
    put("orders", "o31", "10.0.0.31");
    registries.add(watching(seen));
    cable.mend();

    await().until(() -> reading(registry) instanceof Complete);
    assertThat(addresses(registry, "orders"))
        .hasSize(30)
        .contains("10.0.0.31")
        .doesNotContain("10.0.0.1");
    await().until(() -> seen.stream().anyMatch(Complete.class::isInstance));
    assertThat(seen)
        .filteredOn(Complete.class::isInstance)
        .allSatisfy(one -> assertThat(one.catalog().instances()).isEqualTo(30));
  }

  /** One that tells of every reading that it hints at. */
  private Registry watching(List<Reading> seen) {
    var registry = registry(cable.port(), "timeout=5s");
    registry.start(() -> seen.add(reading(registry)));
    return registry;
  }

  @Test
  @Tag("fault")
  void aServiceThatMayNotBeReadIsAGapOfItsOwn() {
    put("orders", "o1", "10.0.0.1");
    put("users", "u1", "10.0.1.1");
    zookeeper.hide("/services/orders");
    var registry = start();
    registry.refresh();

    assertThat(reading(registry)).isInstanceOf(Partial.class);
    assertThat(reading(registry).gaps()).containsExactly(new Gap.OfBranch(key("orders"), "/"));
    assertThat(reading(registry).reason())
        .isEqualTo("orders may not be read by everybody: set username and password-file");
    assertThat(addresses(registry, "users")).hasSize(1);

    zookeeper.hide("/services/users");
    registry.refresh();
    assertThat(reading(registry)).isInstanceOf(Unavailable.class);

    zookeeper.show("/services/orders");
    zookeeper.show("/services/users");
    registry.refresh();
    assertThat(reading(registry)).isInstanceOf(Complete.class);
    assertThat(addresses(registry, "orders")).hasSize(1);
  }

  @Test
  void aUserIsLetInByThePasswordThatStandsInTheFileNow(@TempDir Path folder) throws IOException {
    put("orders", "o1", "10.0.0.1");
    zookeeper.allow("/services", "bridge", "tiger");
    var file = Files.writeString(folder.resolve("password"), "lion\n");
    var registry = registry(cable.port(), "timeout=5s", "username=bridge", "password-file=" + file);
    registry.refresh();
    assertThat(reading(registry).reason())
        .endsWith("does not let /services be read by the user bridge with this password");

    Files.writeString(file, "");
    registry.refresh();
    assertThat(reading(registry).reason()).endsWith("password-file " + file + " is empty");

    Files.writeString(file, "tiger\n");
    registry.refresh();
    assertThat(reading(registry)).isInstanceOf(Complete.class);
    assertThat(addresses(registry, "orders")).hasSize(1);
  }

  @Test
  void aServerThatRefusesTheLoginIsAskedAgainInANewSession(@TempDir Path folder)
      throws IOException {
    put("orders", "o1", "10.0.0.1");
    var file = Files.writeString(folder.resolve("password"), "tiger");
    zookeeper.knowNoUsers();
    try {
      var registry =
          registry(cable.port(), "timeout=5s", "username=bridge", "password-file=" + file);
      await()
          .untilAsserted(
              () -> {
                registry.refresh();
                assertThat(reading(registry)).isInstanceOf(Unavailable.class);
                assertThat(reading(registry).reason()).contains("refused the login");
              });

      zookeeper.knowUsers();

      await().until(() -> reading(registry) instanceof Complete);
      put("orders", "o2", "10.0.0.2");
      await().until(() -> addresses(registry, "orders").size() == 2);
    } finally {
      zookeeper.knowUsers();
    }
  }

  @Test
  @Tag("fault")
  void aServerOfSeveralThatDiesIsReplacedByAnother() throws Exception {
    try (var ensemble = new TestingCluster(member(), member(), member())) {
      ensemble.start();
      var client =
          CuratorFrameworkFactory.newClient(
              ensemble.getConnectString(), new RetryNTimes(1_000, 100));
      client.start();
      client
          .create()
          .creatingParentsIfNeeded()
          .forPath("/services/orders/o1", node("o1", "10.0.0.1"));
      var registry = open("connect=" + ensemble.getConnectString(), Stream.of("timeout=5s"));
      var seen = new CopyOnWriteArrayList<Reading>();
      registry.start(() -> seen.add(reading(registry)));
      await().until(() -> reading(registry) instanceof Complete);

      for (var server : ensemble.getServers().subList(0, 1)) {
        server.kill();
      }
      // Or sets, if it was made and the answer was lost.
      client.create().orSetData().forPath("/services/orders/o2", node("o2", "10.0.0.2"));

      await().untilAsserted(() -> assertThat(addresses(registry, "orders")).hasSize(2));
      assertThat(seen)
          .filteredOn(Complete.class::isInstance)
          .allSatisfy(one -> assertThat(one.catalog().instances()).isPositive());
      client.close();
    }
  }

  private static InstanceSpec member() {
    var folder = Peers.newFolder("zookeeper").toFile();
    return new InstanceSpec(folder, Peers.freePort(), Peers.freePort(), Peers.freePort(), true, -1);
  }

  @Test
  void everythingStandsBelowTheNodeThatConnectNames() {
    zookeeper.put("/apps/eu/services/orders/o1", node("o1", "10.0.0.1"));
    var registry = registry(cable.port(), "/apps/eu", "timeout=5s");
    registry.start(() -> {});
    registry.refresh();
    assertThat(addresses(registry, "orders")).containsExactly("10.0.0.1");

    zookeeper.put("/apps/eu/services/orders/o2", node("o2", "10.0.0.2"));

    await().until(() -> addresses(registry, "orders").size() == 2);
  }

  @Test
  void theRootMayBeTheVeryFirstNode() {
    zookeeper.put("/apps/orders/o1", node("o1", "10.0.0.1"));
    var registry = registry(cable.port(), "timeout=5s", "root=/");
    registry.refresh();

    assertThat(reading(registry).catalog().services())
        .containsKey(key("apps/orders"))
        .doesNotContainKey(key("zookeeper"));
  }

  @Test
  void aServiceMayStandBelowAnother() {
    put("team/orders", "o1", "10.0.0.1");
    put("team", "t1", "10.0.1.1");
    var registry = start();
    registry.refresh();
    assertThat(addresses(registry, "team/orders")).containsExactly("10.0.0.1");
    assertThat(addresses(registry, "team")).containsExactly("10.0.1.1");

    put("team/orders", "o2", "10.0.0.2");
    await().until(() -> addresses(registry, "team/orders").size() == 2);
    put("team/new/stock", "s1", "10.0.2.1");

    await().until(() -> addresses(registry, "team/new/stock").size() == 1);
    assertThat(reading(registry)).isInstanceOf(Complete.class);
  }

  @Test
  @Tag("fault")
  void whatStandsBelowAServiceThatMayNotBeReadIsNotGone() {
    put("team/orders", "o1", "10.0.0.1");
    put("users", "u1", "10.0.1.1");
    var before = start();
    before.refresh();

    for (var path : List.of("/services/team", "/services/team/orders")) {
      zookeeper.hide(path);
      before.refresh();
      var restarted = start();
      restarted.refresh();

      for (var registry : List.of(before, restarted)) {
        assertThat(reading(registry).catalog().services()).doesNotContainKey(key("team/orders"));
        assertThat(reading(registry).gaps()).anyMatch(gap -> gap.covers(key("team/orders")));
        assertThat(reading(registry).tellsWhatIsAbsent()).isTrue();
      }
      zookeeper.show(path);
    }
    before.refresh();
    assertThat(reading(before)).isInstanceOf(Complete.class);
    assertThat(addresses(before, "team/orders")).containsExactly("10.0.0.1");
  }

  @Test
  void anAnswerThatIsLongerThanAllowedIsToldAndNotAskedForAllTheTime() {
    for (var number = 0; number < 40; number++) {
      put("orders", "o-with-a-rather-long-name-" + "x".repeat(60) + number, "10.0.0.1");
    }
    var registry = registry(cable.port(), "timeout=5s", "max-size=2KB");
    var hints = new CopyOnWriteArrayList<String>();
    registry.start(() -> hints.add(reading(registry).reason()));

    await().until(() -> hints.stream().anyMatch(reason -> reason.contains("longer than max-size")));
    assertThat(reading(registry)).isInstanceOf(Unavailable.class);
    assertThat(hints).hasSizeLessThan(20);
  }

  @Test
  void saysWhatAServerDoesThatCannotBeConnectedTo() throws IOException {
    var port = Peers.freePort();
    untilReason(
        "connect=127.0.0.1:" + port,
        "there is no connection since .*Z: 127.0.0.1:" + port + " refused the connection");
    untilReason(
        "connect=no-such-host.invalid:2181",
        ".*no-such-host.invalid:2181 has a host name that cannot be resolved");
    try (var silent = new ServerSocket(0)) {
      untilReason(
          "connect=127.0.0.1:" + silent.getLocalPort(),
          ".*takes connections but gives no session; if that is its port for TLS, set ssl-bundle");
    }
  }

  /** Not always after the first read: connecting takes its time. */
  private void untilReason(String connect, String pattern) {
    var registry =
        ZookeeperRegistries.of(
            "legacy",
            Given.settings(connect, "timeout=300ms"),
            Given.NO_BUNDLES,
            Clock.systemUTC());
    registries.add(registry);
    await()
        .untilAsserted(
            () -> {
              registry.refresh();
              assertThat(reading(registry).reason()).matches(pattern);
            });
  }

  @Test
  void closingFreesWhoeverWaits() throws InterruptedException {
    cable.fallSilent();
    var registry = registry(cable.port(), "timeout=1h");
    var waiting = new Thread(registry::refresh);
    waiting.start();
    await().until(() -> waiting.getState() == Thread.State.WAITING);

    registry.close();

    waiting.join();
    assertThat(registry.latest().lastAttempt()).isEmpty();
    registry.refresh();
    assertThat(registry.latest().lastAttempt()).isEmpty();
  }

  private Registry start() {
    var registry = registry(cable.port(), "timeout=5s");
    registry.start(() -> {});
    return registry;
  }

  private Registry registry(int port, String... settings) {
    return settings[0].startsWith("/")
        ? open("connect=127.0.0.1:" + port + settings[0], Stream.of(settings).skip(1))
        : open("connect=127.0.0.1:" + port, Stream.of(settings));
  }

  private Registry open(String connect, Stream<String> settings) {
    var all = Stream.concat(Stream.of(connect), settings).toArray(String[]::new);
    var registry =
        ZookeeperRegistries.of("legacy", Given.settings(all), Given.NO_BUNDLES, Clock.systemUTC());
    registries.add(registry);
    return registry;
  }

  private static void put(String service, String id, String address) {
    zookeeper.put("/services/" + service + "/" + id, node(id, address));
  }

  private static byte[] node(String id, String address) {
    var ports = Map.of(Instance.PRIMARY, 8080);
    return SpringCloud.node("x", Instance.of(id, address, ports, Status.UP, Map.of()));
  }

  private static Reading reading(Registry registry) {
    return registry.latest().reading();
  }

  private static List<String> addresses(Registry registry, String service) {
    return reading(registry).catalog().services().containsKey(key(service))
        ? service(registry, service).instances().stream().map(Instance::address).toList()
        : List.of();
  }

  private static Service service(Registry registry, String name) {
    return Objects.requireNonNull(reading(registry).catalog().services().get(key(name)));
  }

  private static ServiceKey key(String name) {
    return new ServiceKey("legacy", "", name);
  }
}
