package io.registrybridge;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.peer.KubernetesPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** With Spring Boot's switch for it, each line that is logged is JSON and has what it is about. */
@ExtendWith(KubernetesPeer.Extension.class)
class StructuredLogIT {

  private final KubernetesPeer kubernetes;
  @TempDir private Path folder;

  StructuredLogIT(KubernetesPeer kubernetes) {
    this.kubernetes = kubernetes;
    kubernetes.forgetServiceEntries();
  }

  @Test
  void everyLineIsJsonThatSaysWhatItIsAbout() throws IOException {
    var list = folder.resolve("services.yaml");
    Files.writeString(list, "services: {ORDERS: [{address: 10.0.0.1, port: 8080}]}");
    var log = folder.resolve("log");
    try (var bridge =
        new BridgeProcess(
            log,
            List.of(
                "logging.structured.format.console=ecs",
                "bridge.owner=prod",
                "bridge.policy=sync",
                "bridge.registry.file.shop.path=" + list,
                "bridge.registry.file.shop.interval=100ms",
                "bridge.sink.kubernetes.cluster.kubeconfig=" + kubernetes.kubeconfig(),
                "bridge.sink.file.review.directory=" + folder.resolve("mesh")))) {
      bridge.awaitState("shop", "complete");
      await().until(() -> Files.readString(log).contains("review: created"));
      await().until(() -> Files.readString(log).contains("cluster: created"));
      Files.delete(list);
      await().until(() -> Files.readString(log).contains("Registry shop (file) is unavailable"));
    }

    var lines = Files.readAllLines(log).stream().map(JsonMapper.shared()::readTree).toList();
    assertThat(lines)
        .isNotEmpty()
        .allSatisfy(
            line -> {
              assertThat(line.path("@timestamp").asString()).isNotEmpty();
              assertThat(line.path("log").path("level").asString()).isNotEmpty();
              assertThat(line.path("service").path("name").asString())
                  .isEqualTo("istio-registry-bridge");
            });
    assertThat(about(lines, "review: created"))
        .isEqualTo(
            Map.of(
                "sink", "review",
                "resource", "ServiceEntry mesh/orders.shop.mesh",
                "registry", "shop",
                "service", "ORDERS"));
    assertThat(about(lines, "cluster: this replica leads")).isEqualTo(Map.of("sink", "cluster"));
    assertThat(about(lines, "cluster: reads 0 serviceentries"))
        .isEqualTo(Map.of("sink", "cluster"));
    assertThat(about(lines, "Registry shop (file) is unavailable"))
        .containsEntry("registry", "shop")
        .containsKey("reason");
  }

  /** What the only line that begins so has beside what every line has. */
  private static Map<String, String> about(List<JsonNode> lines, String beginning) {
    var those =
        lines.stream()
            .filter(line -> line.path("message").asString().startsWith(beginning))
            .toList();
    assertThat(those).as(beginning).hasSize(1);
    return those
        .get(0)
        .path("bridge")
        .propertyStream()
        .collect(toMap(Map.Entry::getKey, field -> field.getValue().asString()));
  }
}
