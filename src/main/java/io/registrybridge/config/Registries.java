package io.registrybridge.config;

import io.registrybridge.registry.consul.ConsulSettings;
import io.registrybridge.registry.discovery.DiscoveryClientSettings;
import io.registrybridge.registry.eureka.EurekaSettings;
import io.registrybridge.registry.file.FileSettings;
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
 * @param eureka Eureka servers
 * @param file files in which services are listed
 */
record Registries(
    @DefaultValue Map<String, @Valid ConsulSettings> consul,
    @DefaultValue Map<String, @Valid DiscoveryClientSettings> discoveryClient,
    @DefaultValue Map<String, @Valid EurekaSettings> eureka,
    @DefaultValue Map<String, @Valid FileSettings> file) {

  Registries {
    consul = Map.copyOf(consul);
    discoveryClient = Map.copyOf(discoveryClient);
    eureka = Map.copyOf(eureka);
    file = Map.copyOf(file);
  }

  /** The names of those that the bridge is not ready without. */
  Set<String> required() {
    var required = new TreeSet<String>();
    consul.forEach((name, settings) -> add(required, name, settings.required()));
    discoveryClient.forEach((name, settings) -> add(required, name, settings.required()));
    eureka.forEach((name, settings) -> add(required, name, settings.required()));
    file.forEach((name, settings) -> add(required, name, settings.required()));
    return required;
  }

  private static void add(Set<String> names, String name, boolean isRequired) {
    if (isRequired) {
      names.add(name);
    }
  }
}
