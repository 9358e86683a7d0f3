package io.registrybridge.config;

import io.registrybridge.registry.eureka.EurekaSettings;
import io.registrybridge.registry.file.FileSettings;
import jakarta.validation.Valid;
import java.util.Map;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is watched, by name.
 *
 * @param eureka Eureka servers
 * @param file files in which services are listed
 */
record Registries(
    @DefaultValue Map<String, @Valid EurekaSettings> eureka,
    @DefaultValue Map<String, @Valid FileSettings> file) {

  Registries {
    eureka = Map.copyOf(eureka);
    file = Map.copyOf(file);
  }
}
