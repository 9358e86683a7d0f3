package io.registrybridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.sink.Current;
import io.registrybridge.sink.Sink;
import io.registrybridge.sink.mcp.Streams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.core.env.StandardEnvironment;

class ConnectionsTest {

  private static final String KUBECONFIG =
      """
      apiVersion: v1
      kind: Config
      clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
      contexts: [{name: c, context: {cluster: c}}]
      current-context: c
      """;

  private static final String SETTINGS =
      """
      bridge:
        owner: prod
        policy: sync
        registry:
          file:
            shop: {path: shop.yaml, mapping: {namespace: shops}}
            core: {path: core.yaml, mapping: {namespace: cores}}
        sink:
          kubernetes:
            all: {kubeconfig: "%1$s"}
            some: {kubeconfig: "%1$s", registries: [core]}
      """;

  @TempDir Path folder;

  @Test
  void aClusterIsWatchedWhereTheRegistriesAreMappedToThatFeedIt() throws IOException {
    var kubeconfig = Files.writeString(folder.resolve("kubeconfig"), KUBECONFIG);
    var none =
        new DiscoveryClients(
            new DefaultListableBeanFactory(), new StandardEnvironment(), Clock.systemUTC());
    var connections =
        Connections.of(
            Yaml.of(SETTINGS.formatted(kubeconfig)).settings(),
            new DefaultSslBundleRegistry(),
            none,
            () -> new Streams(Clock.systemUTC()),
            Clock.systemUTC());
    try {
      assertThat(connections.sinks())
          .extracting(sink -> sink.name() + ": " + sink.current())
          .hasSize(2)
          .anyMatch(
              text -> text.startsWith("all: ") && text.contains("shops") && text.contains("cores"))
          .anyMatch(
              text ->
                  text.startsWith("some: ") && !text.contains("shops") && text.contains("cores"));
      assertThat(connections.sinks())
          .allSatisfy(sink -> assertThat(sink.current()).isInstanceOf(Current.Unread.class));
    } finally {
      connections.sinks().forEach(Sink::close);
    }
  }
}
