package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.peer.ConsulPeer;
import io.registrybridge.peer.EurekaPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** One service in a real Eureka and in a real Consul, which is one host with endpoints of both. */
class MergedRegistriesIT {

  private static final String SHOP = "from.registrybridge.io/shop";
  private static final String CORE = "from.registrybridge.io/core";

  private static final Map<String, String> IN_EUREKA = Map.of(SHOP, "default");
  private static final Map<String, String> IN_CONSUL = Map.of(CORE, "dc1");
  private static final Map<String, String> IN_BOTH = Map.of(SHOP, "default", CORE, "dc1");

  @TempDir private Path mesh;

  private final ConsulPeer consul = ConsulPeer.start();
  private final EurekaPeer eureka = EurekaPeer.start();
  private RunningBridge bridge;

  @BeforeEach
  void begin() {
    eureka.register("ORDERS", "e1", "10.0.0.1", 8080, "UP");
    eureka.register("ORDERS", "both", "10.9.0.1", 8080, "UP");
    consul.register("orders", "c1", "10.1.0.1", 8080, "passing");
    consul.register("orders", "both", "10.9.0.1", 8080, "passing");
    bridge = start();
  }

  @AfterEach
  void end() {
    bridge.close();
    eureka.close();
    consul.close();
  }

  @Test
  @Tag("fault")
  void oneRegistrysSilenceKeepsItsEndpointsWhileTheOthersGoOn() {
    eventually(Map.of("10.0.0.1", IN_EUREKA, "10.1.0.1", IN_CONSUL, "10.9.0.1", IN_BOTH));

    consul.stop();
    coreIs("unavailable");
    eureka.register("ORDERS", "e2", "10.0.0.2", 8080, "UP");
    eureka.cancel("ORDERS", "e1");
    eureka.cancel("ORDERS", "both");
    // What both knew stays, and still says that both did: who forgets one would lose it with the
    // other.
    eventually(Map.of("10.0.0.2", IN_EUREKA, "10.1.0.1", IN_CONSUL, "10.9.0.1", IN_BOTH));

    bridge.close();
    bridge = start();
    coreIs("unavailable");
    eureka.register("ORDERS", "e3", "10.0.0.3", 8080, "UP");
    eureka.cancel("ORDERS", "e2");
    eventually(Map.of("10.0.0.3", IN_EUREKA, "10.1.0.1", IN_CONSUL, "10.9.0.1", IN_BOTH));

    consul.restart();
    // Its checks say nothing good before they have run again, which is no reason to believe them.
    coreIs("partial");
    assertThat(endpoints()).containsOnlyKeys("10.0.0.3", "10.1.0.1", "10.9.0.1");
    consul.status("c1", "passing");
    consul.status("both", "passing");
    coreIs("complete");
    consul.register("orders", "c2", "10.1.0.2", 8080, "passing");
    consul.deregister("c1");
    eventually(Map.of("10.0.0.3", IN_EUREKA, "10.1.0.2", IN_CONSUL, "10.9.0.1", IN_CONSUL));
  }

  private RunningBridge start() {
    return RunningBridge.start(
        "bridge.mapping.host={service}.mesh",
        "bridge.guard.settle=2s",
        "bridge.sync.interval=500ms",
        "bridge.registry.eureka.shop.urls=" + eureka.url(),
        "bridge.registry.eureka.shop.interval=100ms",
        "bridge.registry.consul.core.url=" + consul.url(),
        "bridge.registry.consul.core.datacenters=dc1",
        "bridge.sink.file.review.directory=" + mesh);
  }

  private void coreIs(String state) {
    await()
        .untilAsserted(
            () ->
                assertThat(bridge.registry("core").path("state").asString())
                    .as(bridge.registry("core").toString())
                    .isEqualTo(state));
  }

  private void eventually(Map<String, Map<String, String>> endpoints) {
    ThrowingRunnable assertion =
        () -> assertThat(endpoints()).containsExactlyInAnyOrderEntriesOf(endpoints);
    await().untilAsserted(assertion);
  }

  /** Where each endpoint came from, by its address. */
  private SortedMap<String, Map<String, String>> endpoints() {
    var endpoints = new TreeMap<String, Map<String, String>>();
    for (var endpoint : entry().path("spec").path("endpoints")) {
      var labels = new TreeMap<String, String>();
      endpoint.path("labels").forEachEntry((key, value) -> labels.put(key, value.asString()));
      labels.keySet().removeIf(key -> !key.startsWith("from."));
      endpoints.put(endpoint.path("address").asString(), labels);
    }
    return endpoints;
  }

  private JsonNode entry() {
    try {
      var file = mesh.resolve("mesh/orders.mesh.yaml");
      return new YAMLMapper().readTree(Files.exists(file) ? Files.readString(file) : "{}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
