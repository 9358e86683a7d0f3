package io.registrybridge.registry.nacos;

import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.registry.Gap;

/**
 * One group in one namespace, which is what Nacos lists services by.
 *
 * @param namespace its id, without a dot, so that the two together are unique
 */
record Partition(String namespace, String group) {

  /** As service keys have it, such as {@code public.DEFAULT_GROUP}. */
  @Override
  public String toString() {
    return namespace + "." + group;
  }

  /** Of a key that {@link #key} gave. */
  static Partition of(ServiceKey service) {
    var dot = service.partition().indexOf('.');
    return new Partition(
        service.partition().substring(0, dot), service.partition().substring(dot + 1));
  }

  ServiceKey key(String registry, String service) {
    return new ServiceKey(registry, toString(), service);
  }

  Gap gap(String registry) {
    return new Gap.OfPartition(registry, toString());
  }
}
