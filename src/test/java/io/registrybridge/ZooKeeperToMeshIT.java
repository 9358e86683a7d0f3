package io.registrybridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.peer.SpringCloudServices;
import io.registrybridge.peer.ZooKeeperPeer;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.SortedMap;
import org.apache.curator.x.discovery.ServiceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole bridge with the shipped profiles between a real ZooKeeper server, in which services of
 * Spring Cloud's and Dubbo's providers register, and a directory.
 */
@Timeout(600)
class ZooKeeperToMeshIT {

  private static final String ORDERS = "orders.legacy.mesh.yaml";
  private static final String RPC = "com-acme-orders-1-0-0-blue.rpc.mesh.yaml";

  private final ZooKeeperPeer zookeeper = ZooKeeperPeer.start();
  private final SpringCloudServices services = new SpringCloudServices(zookeeper);
  private Path folder = Path.of("");
  private RunningBridge bridge;

  @BeforeEach
  void start(@TempDir Path temporary) {
    folder = temporary;
    services.register("orders", "o1", "10.0.0.1", 8080, ServiceType.PERMANENT);
    services.register("orders", "o2", "10.0.0.2", 8081, ServiceType.PERMANENT);
    services.register("users", "u1", "10.0.1.1", 8080, ServiceType.PERMANENT);
    provide("dubbo://10.1.0.1:20880/com.acme.Orders?version=1.0.0&group=blue&pid=1");
    bridge =
        RunningBridge.start(
            "spring.profiles.active=zookeeper,dubbo,file",
            "ZOOKEEPER_CONNECT=" + zookeeper.connect(),
            "bridge.registry.zookeeper.legacy.timeout=2s",
            "bridge.registry.dubbo.rpc.timeout=2s",
            "bridge.guard.settle=1h",
            "bridge.sync.interval=500ms",
            "bridge.sink.file.review.directory=" + folder);
    await()
        .untilAsserted(
            () -> assertThat(files()).containsOnlyKeys(ORDERS, "users.legacy.mesh.yaml", RPC));
  }

  @AfterEach
  void stop() {
    bridge.close();
    services.close();
    zookeeper.close();
  }

  @Test
  void whatRegistersIsInTheMeshWithWhatItSpeaks() {
    assertThat(file(ORDERS))
        .contains("10.0.0.1", "10.0.0.2", "number: 80", "protocol: HTTP", "http: 8081");
    assertThat(file(RPC)).contains("10.1.0.1", "number: 20880", "protocol: TCP");

    provide("tri://10.1.0.2:50051/com.acme.Users?weight=200");
    provide("tri://10.1.0.3:50052/com.acme.Users");
    var users = "com-acme-users.rpc.mesh.yaml";

    await().untilAsserted(() -> assertThat(file(users)).contains("10.1.0.3"));
    assertThat(file(users))
        .contains("number: 80", "protocol: GRPC", "grpc: 50051", "grpc: 50052", "weight: 2");
  }

  @Test
  void whatIsTakenOutOrGoneIsNoEndpointAnyMore() {
    services.status("o2", "OUT_OF_SERVICE");
    await().untilAsserted(() -> assertThat(file(ORDERS)).doesNotContain("10.0.0.2"));
    assertThat(file(ORDERS)).contains("10.0.0.1");

    services.status("o2", "UP");
    services.register("users", "u2", "10.0.1.2", 8080);
    await().untilAsserted(() -> assertThat(file("users.legacy.mesh.yaml")).contains("10.0.1.2"));
    await().untilAsserted(() -> assertThat(file(ORDERS)).contains("10.0.0.2"));

    services.deregister("o1");
    await().untilAsserted(() -> assertThat(file(ORDERS)).doesNotContain("10.0.0.1"));
  }

  @Test
  void aServerThatStopsAndComesBackLosesNothing() {
    var before = files();

    zookeeper.stop();
    await()
        .until(() -> state("legacy").equals("unavailable") && state("rpc").equals("unavailable"));
    assertThat(bridge.registry("legacy").path("reason").asString())
        .containsAnyOf(" is lost since ", "there is no connection since ");
    bridge.pass();
    assertThat(files()).isEqualTo(before);

    zookeeper.restart();
    await().until(() -> state("legacy").equals("complete") && state("rpc").equals("complete"));
    bridge.pass();
    assertThat(files()).isEqualTo(before);
  }

  @Test
  @Tag("fault")
  void aServerThatComesBackEmptyLosesNothingAndWhatIsNewIsAdded() {
    var before = files();
    services.close(); // or they would register again

    zookeeper.restartEmpty();
    await()
        .until(
            () ->
                bridge
                    .registry("legacy")
                    .path("reason")
                    .asString()
                    .contains("has no node /services"));
    bridge.pass();
    assertThat(files()).isEqualTo(before);

    try (var others = new SpringCloudServices(zookeeper)) {
      others.register("stock", "s1", "10.0.2.1", 8080);
      await().untilAsserted(() -> assertThat(file("stock.legacy.mesh.yaml")).contains("10.0.2.1"));
      assertThat(files()).containsAllEntriesOf(before);
      await()
          .untilAsserted(
              () ->
                  assertThat(bridge.registry("legacy").path("reason").asString())
                      .startsWith("guard: ")
                      .contains("1 of 3 endpoints and 1 of 2 services are there"));
    }
  }

  private String state(String registry) {
    return bridge.registry(registry).path("state").asString();
  }

  private void provide(String url) {
    var type = url.replaceFirst("\\?.*", "").replaceFirst(".*/", "");
    zookeeper.put("/dubbo/" + type + "/providers/" + URLEncoder.encode(url, UTF_8), new byte[0]);
  }

  private String file(String name) {
    return files().getOrDefault(name, "");
  }

  /** What is written, by file name. */
  private SortedMap<String, String> files() {
    return MeshFolder.in(folder).files();
  }
}
