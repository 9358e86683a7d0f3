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

  /**
   * What the origins that come together may take in the annotation that names them. Kubernetes
   * allows 256 KiB for all annotations, and beside these there may be as many that are held.
   */
  public static final long MOST_BYTES = 100 << 10;

  /** What JSON adds to the three names. */
  private static final long FRAME = 48;

  private static final Comparator<Origin> ORDER =
      Comparator.comparing(Origin::registry)
          .thenComparing(Origin::partition)
          .thenComparing(Origin::service);

  /** What it takes in an annotation at most, where strange characters are spelled out. */
  public long bytes() {
    return FRAME + bytes(registry) + bytes(partition) + bytes(service);
  }

  private static long bytes(String text) {
    return text.chars().mapToLong(Origin::bytes).sum();
  }

  private static long bytes(int character) {
    if (character < ' ' || character > '~') {
      return 6;
    }
    return character == '"' || character == '\\' ? 2 : 1;
  }

  @Override
  public int compareTo(Origin other) {
    return ORDER.compare(this, other);
  }
}
