package io.registrybridge.config;

import io.registrybridge.sink.DryRun;
import io.registrybridge.sink.Sink;
import io.registrybridge.sink.cluster.Replica;
import io.registrybridge.sink.file.FileSinkSettings;
import io.registrybridge.sink.file.FileSinks;
import io.registrybridge.sink.kubernetes.KubernetesSettings;
import io.registrybridge.sink.kubernetes.KubernetesSinks;
import io.registrybridge.sink.mcp.McpSettings;
import io.registrybridge.sink.mcp.McpSinks;
import io.registrybridge.sink.mcp.Streams;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Makes the sinks that are configured. In a dry run none takes the lead from anybody. */
record Outlets(BridgeSettings settings, Replica replica, Supplier<Streams> streams, Clock clock) {

  List<Sink> all() {
    var sinks = new ArrayList<Sink>();
    var configured = settings.properties().sink();
    configured.kubernetes().forEach((name, cluster) -> sinks.add(cluster(name, cluster)));
    configured.mcp().forEach((name, istiods) -> sinks.add(istiods(name, istiods)));
    configured.file().forEach((name, file) -> sinks.add(FileSinks.of(name, file, replica.owner())));
    return dry() ? sinks.stream().map(sink -> (Sink) new DryRun(sink)).toList() : sinks;
  }

  private boolean dry() {
    return settings.properties().dryRun();
  }

  /** What is served stands in a directory as the file sink writes it, or in ConfigMaps. */
  private Sink istiods(String name, McpSettings istiods) {
    return istiods
        .snapshot()
        .map(directory -> McpSinks.of(name, istiods, memory(name, directory), served(), clock))
        .orElseGet(
            () ->
                made(
                    () ->
                        dry()
                            ? McpSinks.of(name, istiods, replica.owner(), served(), clock)
                            : McpSinks.led(name, istiods, replica, served(), clock)));
  }

  private Sink memory(String name, Path directory) {
    return FileSinks.of(name, new FileSinkSettings(directory, List.of()), replica.owner());
  }

  private Streams served() {
    return streams.get();
  }

  private Sink cluster(String name, KubernetesSettings cluster) {
    var namespaces = namespaces(name);
    return made(
        () ->
            dry()
                ? KubernetesSinks.of(name, cluster, replica.owner(), Set.copyOf(namespaces), clock)
                : KubernetesSinks.led(name, cluster, replica, namespaces, clock));
  }

  /** Without the cause: a kubeconfig that cannot be read is quoted in it, tokens and all. */
  private static Sink made(Supplier<Sink> sink) {
    try {
      return sink.get();
    } catch (IllegalArgumentException unusable) {
      throw new Misconfiguration(String.valueOf(unusable.getMessage()));
    }
  }

  /** Those that the sink's registries are mapped to, that of most of them by default first. */
  private List<String> namespaces(String sink) {
    var feeding = settings.feeding().getOrDefault(sink, settings.mapping().keySet());
    var usual = settings.properties().mapping().namespace();
    return settings.mapping().entrySet().stream()
        .filter(mapping -> feeding.contains(mapping.getKey()))
        .map(Map.Entry::getValue)
        .flatMap(rules -> Stream.concat(Stream.of(rules.namespace()), rules.namespaces().stream()))
        .distinct()
        .sorted(Comparator.comparing((String one) -> !one.equals(usual)).thenComparing(one -> one))
        .toList();
  }
}
