package io.registrybridge.config;

import io.registrybridge.registry.consul.ConsulSettings;
import io.registrybridge.registry.curator.EnsembleSettings;
import io.registrybridge.registry.discovery.DiscoveryClientSettings;
import io.registrybridge.registry.eureka.EurekaSettings;
import io.registrybridge.registry.file.FileSettings;
import io.registrybridge.registry.nacos.NacosSettings;
import jakarta.validation.Valid;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is watched, by name.
 *
 * @param consul Consul agents or servers
 * @param discoveryClient Spring Cloud's {@code DiscoveryClient} beans
 * @param dubbo Dubbo's interfaces in ZooKeeper
 * @param eureka Eureka servers
 * @param file files in which services are listed
 * @param nacos Nacos servers
 * @param zookeeper services in ZooKeeper, as Spring Cloud lays them out
 */
record Registries(
    @DefaultValue Map<String, @Valid ConsulSettings> consul,
    @DefaultValue Map<String, @Valid DiscoveryClientSettings> discoveryClient,
    @DefaultValue Map<String, @Valid EnsembleSettings> dubbo,
    @DefaultValue Map<String, @Valid EurekaSettings> eureka,
    @DefaultValue Map<String, @Valid FileSettings> file,
    @DefaultValue Map<String, @Valid NacosSettings> nacos,
    @DefaultValue Map<String, @Valid EnsembleSettings> zookeeper) {

  Registries {
    consul = Map.copyOf(consul);
    discoveryClient = Map.copyOf(discoveryClient);
    dubbo = Map.copyOf(dubbo);
    eureka = Map.copyOf(eureka);
    file = Map.copyOf(file);
    nacos = Map.copyOf(nacos);
    zookeeper = Map.copyOf(zookeeper);
  }

  /** The names of those that the bridge is not ready without. */
  Set<String> required() {
    var required = new TreeSet<String>();
    consul.forEach((name, settings) -> add(required, name, settings.required()));
    discoveryClient.forEach((name, settings) -> add(required, name, settings.required()));
    dubbo.forEach((name, settings) -> add(required, name, settings.required()));
    eureka.forEach((name, settings) -> add(required, name, settings.required()));
    file.forEach((name, settings) -> add(required, name, settings.required()));
    nacos.forEach((name, settings) -> add(required, name, settings.required()));
    zookeeper.forEach((name, settings) -> add(required, name, settings.required()));
    return required;
  }

  private static void add(Set<String> names, String name, boolean isRequired) {
    if (isRequired) {
      names.add(name);
    }
  }
}
