package io.registrybridge;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.peer.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The bridge starts with each profile in {@code config/}, though there is nobody to talk to. */
class ProfilesTest {

  /** The registry that each one names. */
  private static final SortedMap<String, String> REGISTRIES =
      new TreeMap<>(
          Map.of(
              "consul", "core",
              "demo", "static",
              "discovery", "spring",
              "dubbo", "rpc",
              "eureka", "shop",
              "nacos", "cn",
              "zookeeper", "legacy"));

  private static final Set<String> SINKS = Set.of("file", "kubernetes", "mcp");

  private static final String NOWHERE =
      """
      apiVersion: v1
      kind: Config
      current-context: nowhere
      clusters: [{name: nowhere, cluster: {server: "http://127.0.0.1:1"}}]
      users: [{name: nobody, user: {}}]
      contexts: [{name: nowhere, context: {cluster: nowhere, user: nobody, namespace: mesh}}]
      """;

  @TempDir private Path folder;

  static Stream<Arguments> registries() {
    return REGISTRIES.entrySet().stream().map(one -> Arguments.of(one.getKey(), one.getValue()));
  }

  @ParameterizedTest
  @MethodSource("registries")
  void aRegistrysProfileStarts(String profile, String registry) {
    try (var bridge = started(profile + ",file")) {
      assertThat(names(bridge.sync().path("registries"))).containsExactly(registry);
      assertThat(names(bridge.sync().path("sinks"))).containsExactly("review");
    }
  }

  @ParameterizedTest
  @CsvSource({"kubernetes, cluster", "mcp, istiod"})
  void aSinksProfileStarts(String profile, String sink) throws IOException {
    var kubeconfig = Files.writeString(folder.resolve("kubeconfig"), NOWHERE);
    var property =
        profile.equals("mcp")
            ? "bridge.sink.mcp.istiod.snapshot=" + folder.resolve("state")
            : "bridge.sink.kubernetes.cluster.kubeconfig=" + kubeconfig;
    try (var bridge = started("consul," + profile, property)) {
      assertThat(names(bridge.sync().path("sinks"))).contains(sink);
    }
  }

  @Test
  void thereAreNoOthers() throws IOException {
    try (var files = Files.list(Path.of("config"))) {
      var profiles =
          files.map(file -> file.toString().replaceAll(".*application-|\\.yaml", "")).toList();
      assertThat(profiles).doesNotHaveDuplicates().containsAll(SINKS);
      assertThat(profiles)
          .filteredOn(one -> !SINKS.contains(one))
          .hasSameElementsAs(REGISTRIES.keySet());
    }
  }

  private RunningBridge started(String profiles, String... more) {
    var properties =
        Stream.of(
            "spring.profiles.active=" + profiles,
            "spring.grpc.server.port=" + Peers.freePort(),
            "bridge.owner=prod");
    var places =
        profiles.endsWith("file")
            ? Stream.of("bridge.sink.file.review.directory=" + folder)
            : Stream.<String>of();
    var demo =
        profiles.startsWith("demo")
            ? Stream.of("bridge.registry.file.static.path=" + folder.resolve("services.yaml"))
            : Stream.<String>of();
    return RunningBridge.start(
        Stream.of(properties, places, demo, Stream.of(more))
            .flatMap(all -> all)
            .toArray(String[]::new));
  }

  private static Set<String> names(JsonNode node) {
    return node.properties().stream().map(one -> one.getKey()).collect(toSet());
  }
}
