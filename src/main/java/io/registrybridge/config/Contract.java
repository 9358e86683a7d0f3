package io.registrybridge.config;

import java.util.List;

/** What may be configured: the tree of {@link BridgeProperties}, and a mapping per registry. */
final class Contract {

  static final String REGISTRY = "registry";
  static final String SINK = "sink";
  static final String MAPPING = "mapping";

  static final Node.Group TREE = tree();

  private Contract() {}

  private static Node.Group tree() {
    var tree = Node.of(BridgeProperties.class);
    var mapping = Node.of(MappingProperties.class);
    var registries = (Node.Group) Node.of(Registries.class);
    return tree.with(REGISTRY, registries.map(kind -> ((Node.Named) kind).with(MAPPING, mapping)));
  }

  /** The paths that stand above names, such as {@code bridge.sink.file}. */
  static List<String> kinds(String role) {
    return ((Node.Group) TREE.keys().get(role))
        .keys().keySet().stream().map(kind -> "bridge." + role + "." + kind).toList();
  }

  /** How the first of a role may be written. */
  static String example(String role) {
    return role.equals(REGISTRY) ? "eureka.shop.urls" : "file.review.directory";
  }
}
