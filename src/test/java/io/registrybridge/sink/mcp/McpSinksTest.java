package io.registrybridge.sink.mcp;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class McpSinksTest {

  /** Which the client takes before the environment's. */
  private static final String KUBECONFIG = "kubeconfig";

  private final Optional<String> before = Optional.ofNullable(System.getProperty(KUBECONFIG));

  @AfterEach
  void restore() {
    before.ifPresentOrElse(
        value -> System.setProperty(KUBECONFIG, value), () -> System.clearProperty(KUBECONFIG));
  }

  @Test
  void namesThePropertyWhereNothingSaysWhereTheConfigMapsAre(@TempDir Path folder)
      throws IOException {
    var kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
            contexts: [{name: c, context: {cluster: c}}]
            current-context: c
            """);
    System.setProperty(KUBECONFIG, kubeconfig.toString());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> sink())
        .withMessageStartingWith("bridge.sink.mcp.istiod.namespace is missing");
  }

  private static void sink() {
    var settings =
        new McpSettings(
            Optional.empty(),
            Optional.of("snapshot"),
            Optional.empty(),
            Duration.ofMinutes(1),
            Optional.empty(),
            McpSettings.ClientCertificates.NONE,
            List.of());
    var clock = Clock.systemUTC();
    McpSinks.of("istiod", settings, "ours", new Streams(clock), clock).close();
  }
}
