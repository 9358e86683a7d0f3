package io.registrybridge.config;

import io.registrybridge.registry.Registry;
import io.registrybridge.registry.consul.ConsulRegistries;
import io.registrybridge.registry.discovery.DiscoveryClientRegistries;
import io.registrybridge.registry.dubbo.DubboRegistries;
import io.registrybridge.registry.eureka.EurekaRegistries;
import io.registrybridge.registry.file.FileRegistries;
import io.registrybridge.registry.nacos.NacosRegistries;
import io.registrybridge.registry.zookeeper.ZookeeperRegistries;
import io.registrybridge.sink.DryRun;
import io.registrybridge.sink.Sink;
import io.registrybridge.sink.file.FileSinkSettings;
import io.registrybridge.sink.file.FileSinks;
import io.registrybridge.sink.kubernetes.KubernetesSettings;
import io.registrybridge.sink.kubernetes.KubernetesSinks;
import io.registrybridge.sink.kubernetes.Replica;
import io.registrybridge.sink.mcp.McpSettings;
import io.registrybridge.sink.mcp.McpSinks;
import io.registrybridge.sink.mcp.Streams;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.boot.ssl.SslBundles;

/** All registries and sinks that are configured, connected to nothing yet. */
record Connections(List<Registry> registries, List<Sink> sinks) {

  static Connections of(
      BridgeSettings settings,
      SslBundles bundles,
      DiscoveryClients clients,
      Supplier<Streams> streams,
      Clock clock) {
    return new Connections(
        registries(settings.properties().registry(), bundles, clients, clock),
        sinks(settings, streams, clock));
  }

  private static List<Registry> registries(
      Registries configured, SslBundles bundles, DiscoveryClients clients, Clock clock) {
    var registries = new ArrayList<Registry>();
    configured
        .consul()
        .forEach(
            (name, consul) -> registries.add(ConsulRegistries.of(name, consul, bundles, clock)));
    configured
        .discoveryClient()
        .forEach(
            (name, spring) ->
                registries.add(
                    DiscoveryClientRegistries.of(
                        name, spring, clients.named(name, spring.bean()), clock)));
    configured
        .dubbo()
        .forEach((name, dubbo) -> registries.add(DubboRegistries.of(name, dubbo, bundles, clock)));
    configured
        .eureka()
        .forEach(
            (name, eureka) -> registries.add(EurekaRegistries.of(name, eureka, bundles, clock)));
    configured.file().forEach((name, file) -> registries.add(FileRegistries.of(name, file, clock)));
    configured
        .nacos()
        .forEach((name, nacos) -> registries.add(NacosRegistries.of(name, nacos, bundles, clock)));
    configured
        .zookeeper()
        .forEach(
            (name, zookeeper) ->
                registries.add(ZookeeperRegistries.of(name, zookeeper, bundles, clock)));
    return registries;
  }

  private static List<Sink> sinks(BridgeSettings settings, Supplier<Streams> streams, Clock clock) {
    var owner = settings.properties().owner();
    var replica = Replica.of(owner);
    var sinks = new ArrayList<Sink>();
    var configured = settings.properties().sink();
    configured
        .kubernetes()
        .forEach((name, cluster) -> sinks.add(cluster(name, cluster, replica, settings, clock)));
    configured
        .mcp()
        .forEach((name, mcp) -> sinks.add(istiods(name, mcp, owner, streams.get(), clock)));
    configured.file().forEach((name, file) -> sinks.add(FileSinks.of(name, file, owner)));
    return settings.properties().dryRun()
        ? sinks.stream().map(sink -> (Sink) new DryRun(sink)).toList()
        : sinks;
  }

  /** What is served stands in a directory as the file sink writes it, or in ConfigMaps. */
  private static Sink istiods(
      String name, McpSettings mcp, String owner, Streams streams, Clock clock) {
    return mcp.snapshot()
        .map(directory -> FileSinks.of(name, new FileSinkSettings(directory, List.of()), owner))
        .map(memory -> McpSinks.of(name, mcp, memory, streams, clock))
        .orElseGet(() -> McpSinks.of(name, mcp, owner, streams, clock));
  }

  /** Without the cause: a kubeconfig that cannot be read is quoted in it, tokens and all. */
  private static Sink cluster(
      String name,
      KubernetesSettings cluster,
      Replica replica,
      BridgeSettings settings,
      Clock clock) {
    var namespaces = namespaces(name, settings);
    try {
      // Who only looks takes the lead from nobody.
      return settings.properties().dryRun()
          ? KubernetesSinks.of(name, cluster, replica.owner(), Set.copyOf(namespaces), clock)
          : KubernetesSinks.led(name, cluster, replica, namespaces, clock);
    } catch (IllegalArgumentException unusable) {
      throw new Misconfiguration(String.valueOf(unusable.getMessage()));
    }
  }

  /** Those that the sink's registries are mapped to, that of most of them by default first. */
  private static List<String> namespaces(String sink, BridgeSettings settings) {
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
