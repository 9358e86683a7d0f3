package io.registrybridge.config;

import io.registrybridge.registry.Registry;
import io.registrybridge.registry.consul.ConsulRegistries;
import io.registrybridge.registry.discovery.DiscoveryClientRegistries;
import io.registrybridge.registry.dubbo.DubboRegistries;
import io.registrybridge.registry.eureka.EurekaRegistries;
import io.registrybridge.registry.file.FileRegistries;
import io.registrybridge.registry.nacos.NacosRegistries;
import io.registrybridge.registry.zookeeper.ZookeeperRegistries;
import io.registrybridge.sink.Sink;
import io.registrybridge.sink.cluster.Replica;
import io.registrybridge.sink.mcp.Streams;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
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
        new Outlets(settings, Replica.of(settings.properties().owner()), streams, clock).all());
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
}
