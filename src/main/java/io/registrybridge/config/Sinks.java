package io.registrybridge.config;

import io.registrybridge.sink.file.FileSinkSettings;
import io.registrybridge.sink.kubernetes.KubernetesSettings;
import io.registrybridge.sink.mcp.McpSettings;
import jakarta.validation.Valid;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is written, by name.
 *
 * @param kubernetes API servers of clusters
 * @param mcp istiods that read from this bridge; one at most
 * @param file directories of YAML files
 */
record Sinks(
    @DefaultValue Map<String, @Valid KubernetesSettings> kubernetes,
    @DefaultValue Map<String, @Valid McpSettings> mcp,
    @DefaultValue Map<String, @Valid FileSinkSettings> file) {

  Sinks {
    kubernetes = Map.copyOf(kubernetes);
    mcp = Map.copyOf(mcp);
    file = Map.copyOf(file);
  }

  /** The registries that each sink names, by sink; empty where it names none. */
  SortedMap<String, List<String>> registries() {
    var registries = new TreeMap<String, List<String>>();
    kubernetes.forEach((name, settings) -> registries.put(name, settings.registries()));
    mcp.forEach((name, settings) -> registries.put(name, settings.registries()));
    file.forEach((name, settings) -> registries.put(name, settings.registries()));
    return registries;
  }
}
