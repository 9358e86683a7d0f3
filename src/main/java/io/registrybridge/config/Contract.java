package io.registrybridge.config;

/** What may be configured: the tree of {@link BridgeProperties}, and a mapping per registry. */
final class Contract {

  static final String MAPPING = "mapping";

  static final Node.Group TREE = tree();

  private Contract() {}

  private static Node.Group tree() {
    var mapping = Node.of(MappingProperties.class);
    var registries =
        Node.of(Registries.class).map(kind -> ((Node.Named) kind).with(MAPPING, mapping));
    return Node.of(BridgeProperties.class).with(Role.REGISTRY.key(), registries);
  }
}
