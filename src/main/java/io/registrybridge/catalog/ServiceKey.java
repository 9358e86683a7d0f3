package io.registrybridge.catalog;

import java.util.Comparator;

/**
 * A service as one registry knows it.
 *
 * @param registry the configured name of the registry; two registries never share a key
 * @param partition datacenter, namespace or group; empty where the registry has none
 * @param name the name as the registry spells it
 */
public record ServiceKey(String registry, String partition, String name)
    implements Comparable<ServiceKey> {

  private static final Comparator<ServiceKey> ORDER =
      Comparator.comparing(ServiceKey::registry)
          .thenComparing(ServiceKey::partition)
          .thenComparing(ServiceKey::name);

  @Override
  public int compareTo(ServiceKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return partition.isEmpty() ? registry + "/" + name : registry + "/" + partition + "/" + name;
  }
}
