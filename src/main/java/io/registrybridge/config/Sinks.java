package io.registrybridge.config;

import io.registrybridge.sink.file.FileSinkSettings;
import io.registrybridge.sink.kubernetes.KubernetesSettings;
import jakarta.validation.Valid;
import java.util.Map;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is written, by name.
 *
 * @param kubernetes API servers of clusters
 * @param file directories of YAML files
 */
record Sinks(
    @DefaultValue Map<String, @Valid KubernetesSettings> kubernetes,
    @DefaultValue Map<String, @Valid FileSinkSettings> file) {

  Sinks {
    kubernetes = Map.copyOf(kubernetes);
    file = Map.copyOf(file);
  }
}
