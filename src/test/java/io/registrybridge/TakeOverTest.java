package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another program wrote becomes the bridge's when somebody puts its labels there by hand. */
class TakeOverTest {

  private static final String OTHERS =
      """
      apiVersion: networking.istio.io/v1
      kind: ServiceEntry
      metadata:
        name: orders.mesh
        namespace: mesh
        labels: {manager: other%s}
      spec:
        hosts: [orders.mesh]
        resolution: STATIC
        ports: [{name: tcp, number: 80, protocol: TCP}]
        endpoints: [{address: 10.9.9.9, ports: {tcp: 8080}}]
      """;

  private static final String LABELS =
      ", app.kubernetes.io/managed-by: istio-registry-bridge, registrybridge.io/owner: prod";

  @TempDir private Path folder;

  @Test
  void itIsLeftAloneUntilItHasTheLabelsAndThenUpdatedInItsPlace() throws IOException {
    Files.writeString(
        folder.resolve("services.yaml"), "services: {orders: [{address: 10.0.0.1, port: 8080}]}");
    var file = folder.resolve("mesh/mesh/orders.mesh.yaml");
    Files.createDirectories(folder.resolve("mesh/mesh"));
    Files.writeString(file, OTHERS.formatted(""));

    try (var bridge = start()) {
      assertThat(bridge.pass().path("rejected").asInt()).isEqualTo(1);
      assertThat(bridge.get("/actuator/plan").toString())
          .contains("it has no registrybridge.io/owner label");
      assertThat(file).hasContent(OTHERS.formatted(""));

      Files.writeString(file, OTHERS.formatted(LABELS));
      bridge.pass();

      await()
          .untilAsserted(
              () ->
                  assertThat(bridge.sync().path("sinks").path("review").path("rejected").asInt())
                      .isZero());
      assertThat(file).content().contains("10.0.0.1", "protocol: HTTP").doesNotContain("10.9.9.9");
    }
  }

  private RunningBridge start() {
    return RunningBridge.start(
        "bridge.mapping.host={service}.mesh",
        "bridge.registry.file.shop.path=" + folder.resolve("services.yaml"),
        "bridge.sink.file.review.directory=" + folder.resolve("mesh"));
  }
}
