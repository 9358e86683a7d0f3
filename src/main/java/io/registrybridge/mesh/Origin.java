package io.registrybridge.mesh;

import java.util.Comparator;

/**
 * The service of a registry that a resource was made from.
 *
 * @param partition empty where the registry has none
 * @param service as the registry spells it
 */
public record Origin(String registry, String partition, String service)
    implements Comparable<Origin> {

  private static final Comparator<Origin> ORDER =
      Comparator.comparing(Origin::registry)
          .thenComparing(Origin::partition)
          .thenComparing(Origin::service);

  @Override
  public int compareTo(Origin other) {
    return ORDER.compare(this, other);
  }
}
