package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.peer.ConsulPeer;
import io.registrybridge.peer.EurekaPeer;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** Spring Cloud's clients as it ships them, against real servers, through the whole bridge. */
@Timeout(600)
@ExtendWith(OutputCaptureExtension.class)
class SpringCloudClientsIT {

  private static final String ORDERS = "orders.spring.mesh";

  @TempDir private Path mesh;

  @AfterEach
  void theBridgeNeverRegistered(CapturedOutput output) {
    assertThat(everything())
        .isNotEmpty()
        .doesNotContainKey("istio-registry-bridge.spring.mesh.yaml");
    assertThat(output).doesNotContain("\tat ");
  }

  @Test
  void simpleDiscoveryClientListsWhatIsConfigured() {
    var orders = "spring.cloud.discovery.client.simple.instances.orders";
    try (var bridge =
        start(
            "simpleDiscoveryClient",
            "300ms",
            orders + "[0].uri=http://10.0.0.1:8080",
            orders + "[0].metadata.version=v1",
            orders + "[1].uri=https://10.0.0.2:8443")) {
      eventually(() -> assertThat(entry(ORDERS)).contains("10.0.0.1", "version: v1"));
      assertThat(entry(ORDERS)).contains("10.0.0.2", "name: https", "https: 8443");
      eventually(() -> assertThat(state(bridge)).isEqualTo("complete"));
    }
  }

  @Test
  @Tag("fault")
  void eurekasClientIsReadAndItsSilenceLosesNothing(CapturedOutput output) {
    try (var eureka = EurekaPeer.start()) {
      eureka.register("ORDERS", "o1", "10.0.0.1", 8080, "UP", "version=v1");
      eureka.register("ORDERS", "o2", "10.0.0.2", 8081, "UP");
      eureka.register("USERS", "u1", "10.0.1.1", 8080, "UP");
      try (var bridge = startOverEureka(eureka)) {
        eventually(() -> assertThat(entry(ORDERS)).contains("10.0.0.1", "10.0.0.2"));
        eventually(() -> assertThat(entry("users.spring.mesh")).contains("10.0.1.1"));

        eureka.status("ORDERS", "o2", "OUT_OF_SERVICE");
        eventually(() -> assertThat(entry(ORDERS)).doesNotContain("10.0.0.2"));
        eureka.register("ORDERS", "o3", "10.0.0.3", 8080, "UP");
        eventually(() -> assertThat(entry(ORDERS)).contains("10.0.0.1", "10.0.0.3"));
        eventually(() -> assertThat(registered(bridge, "orders")).hasSize(3));

        var before = everything();
        eureka.stop();
        eventually(() -> assertThat(state(bridge)).isEqualTo("unavailable"));
        bridge.pass();
        assertThat(everything()).isEqualTo(before);

        eureka.restart();
        eureka.register("ORDERS", "o1", "10.0.0.1", 8080, "UP");
        eureka.register("ORDERS", "o4", "10.0.0.4", 8080, "UP");
        eureka.register("USERS", "u1", "10.0.1.1", 8080, "UP");
        eventually(() -> assertThat(state(bridge)).isEqualTo("complete"));
        eventually(() -> assertThat(entry(ORDERS)).contains("10.0.0.1", "10.0.0.4"));
      }
    }
  }

  @Test
  @Tag("fault")
  void eurekasClientThatNeverHeardFromItsServerListsNothingForCertain() {
    try (var eureka = EurekaPeer.start()) {
      eureka.stop();
      try (var bridge = startOverEureka(eureka)) {
        eventually(
            () ->
                assertThat(bridge.registry("spring").path("reason").asString())
                    .isEqualTo("Eureka's client has not heard from its server yet"));
        assertThat(state(bridge)).isEqualTo("unavailable");

        eureka.restart();
        eureka.register("ORDERS", "o1", "10.0.0.1", 8080, "UP");
        eventually(() -> assertThat(entry(ORDERS)).contains("10.0.0.1"));
      }
    }
  }

  @Test
  @Tag("fault")
  void consulsClientIsReadAndItsSilenceLosesNothing() {
    try (var consul = ConsulPeer.start()) {
      consul.register("orders", "o1", "10.0.0.1", 8080, "passing");
      consul.register("orders", "o2", "10.0.0.2", 8081, "passing");
      consul.register("users", "u1", "10.0.1.1", 8080, "passing");
      try (var bridge = startOverConsul(consul, "300ms")) {
        eventually(() -> assertThat(entry(ORDERS)).contains("10.0.0.1", "10.0.0.2", "version: v1"));
        eventually(() -> assertThat(entry("users.spring.mesh")).contains("10.0.1.1"));

        consul.status("o2", "critical");
        eventually(() -> assertThat(entry(ORDERS)).doesNotContain("10.0.0.2"));
        consul.deregister("u1");
        consul.register("stock", "s1", "10.0.2.1", 8080, "passing");
        eventually(() -> assertThat(entry("stock.spring.mesh")).contains("10.0.2.1"));
        eventually(() -> assertThat(entry("users.spring.mesh")).doesNotContain("10.0.1.1"));

        var before = everything();
        consul.stop();
        eventually(() -> assertThat(state(bridge)).isEqualTo("unavailable"));
        bridge.pass();
        assertThat(everything()).isEqualTo(before);

        consul.restart();
        consul.status("o1", "passing"); // critical to an agent that begins, until it is told
        consul.register("orders", "o3", "10.0.0.3", 8080, "passing");
        eventually(() -> assertThat(entry(ORDERS)).contains("10.0.0.1", "10.0.0.3"));
        eventually(() -> assertThat(state(bridge)).isEqualTo("complete"));
      }
    }
  }

  @Test
  void aHeartbeatOfConsulsClientShowsANewServiceLongBeforeTheNextRead() {
    try (var consul = ConsulPeer.start();
        var bridge = startOverConsul(consul, "1h")) {
      eventually(() -> assertThat(entry("consul.spring.mesh")).contains("127.0.0.1"));

      consul.register("orders", "o1", "10.0.0.1", 8080, "passing");

      eventually(() -> assertThat(entry(ORDERS)).contains("10.0.0.1"));
      assertThat(state(bridge)).isEqualTo("complete");
    }
  }

  private RunningBridge startOverEureka(EurekaPeer eureka) {
    return start(
        "eurekaDiscoveryClient",
        "300ms",
        "eureka.client.service-url.defaultZone=" + eureka.url() + "/",
        "eureka.client.registry-fetch-interval-seconds=1",
        // What somebody may set who does not know that the bridge never registers.
        "eureka.client.register-with-eureka=true");
  }

  private RunningBridge startOverConsul(ConsulPeer consul, String interval) {
    return start(
        "consulDiscoveryClient",
        interval,
        "spring.cloud.consul.host=127.0.0.1",
        "spring.cloud.consul.port=" + consul.port(),
        "spring.cloud.consul.discovery.register=true",
        "bridge.mapping.endpoint-cidrs.deny=192.0.2.0/24"); // Consul's own instance is on loopback
  }

  private RunningBridge start(String bean, String interval, String... properties) {
    var client = "bridge.registry.discovery-client.spring.";
    var all =
        Stream.of(
            client + "bean=" + bean,
            client + "interval=" + interval,
            "bridge.guard.settle=2s",
            "bridge.sink.file.review.directory=" + mesh);
    return RunningBridge.start(Stream.concat(all, Stream.of(properties)).toArray(String[]::new));
  }

  private static String state(RunningBridge bridge) {
    return bridge.registry("spring").path("state").asString();
  }

  /** The instances that the registry lists of a service. */
  private static JsonNode registered(RunningBridge bridge, String service) {
    return bridge
        .get("/actuator/sync/spring/" + service)
        .path("partitions")
        .path(0)
        .path("instances");
  }

  /** All that the sink holds, by file. */
  private Map<String, String> everything() {
    return MeshFolder.in(mesh).files();
  }

  /** The entry with this host; empty if there is none. */
  private String entry(String host) {
    return everything().getOrDefault(host + ".yaml", "");
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().untilAsserted(assertion);
  }
}
