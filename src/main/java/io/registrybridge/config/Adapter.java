package io.registrybridge.config;

import java.util.List;

/**
 * A registry or a sink as the configuration names it.
 *
 * @param path of its settings, such as {@code bridge.registry.eureka.shop}
 */
record Adapter(String name, String path) {

  /** Such as {@code eureka}. */
  String kind() {
    var above = path.substring(0, path.length() - name.length() - 1);
    return above.substring(above.lastIndexOf('.') + 1);
  }

  /** All registries, or all sinks, that are configured. */
  static List<Adapter> all(Configured configured, Role role) {
    return role.kinds().stream()
        .flatMap(
            kind ->
                configured.names(kind).stream().map(name -> new Adapter(name, kind + "." + name)))
        .toList();
  }
}
