package io.registrybridge.status;

import io.registrybridge.catalog.Instance;
import java.util.Map;

/**
 * An instance as its registry tells it.
 *
 * @param metadata with what looks secret masked
 */
record InstanceView(
    String id,
    String address,
    Map<String, Integer> ports,
    String status,
    double weight,
    String locality,
    Map<String, String> metadata) {

  static InstanceView of(Instance instance) {
    return new InstanceView(
        instance.id(),
        instance.address(),
        instance.ports(),
        Spelling.of(instance.status()),
        instance.weight(),
        instance.locality(),
        Secrets.masked(instance.metadata()));
  }
}
