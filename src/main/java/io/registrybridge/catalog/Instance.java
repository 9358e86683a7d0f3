package io.registrybridge.catalog;

import io.registrybridge.book.Pairs;
import io.registrybridge.book.Pool;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;

/**
 * One running copy of a service.
 *
 * @param id unique within its service; {@code address:port} where the registry gives none
 * @param address as the registry spells it, unchecked
 * @param ports port number by role ({@link #PRIMARY}, {@link #SECURE} or a name of the registry's)
 * @param weight share of traffic relative to its siblings, 1 where the registry has no weights
 * @param locality the registry's own word for where it runs (a zone, a datacenter); empty if none
 */
public record Instance(
    String id,
    String address,
    SortedMap<String, Integer> ports,
    Status status,
    double weight,
    String locality,
    SortedMap<String, String> metadata)
    implements Comparable<Instance> {

  /** The role of the port that every instance is expected to have. */
  public static final String PRIMARY = "primary";

  /** The role of a port that speaks TLS. */
  public static final String SECURE = "secure";

  private static final Comparator<Instance> ORDER =
      Comparator.comparing(Instance::id).thenComparing(Instance::address);

  public Instance {
    ports = Pairs.copyOf(ports);
    metadata = Pairs.copyOf(metadata);
  }

  /** An instance of weight 1 whose registry says nothing of its locality. */
  public static Instance of(
      String id,
      String address,
      Map<String, Integer> ports,
      Status status,
      Map<String, String> metadata) {
    return new Instance(id, address, Pairs.copyOf(ports), status, 1, "", Pairs.copyOf(metadata));
  }

  /** The same, with what another one of the service has as well kept once. */
  Instance sharing(Pool pool) {
    var itsPorts = pool.same(ports);
    var itsMetadata = pool.same(metadata);
    // Whoever pooled before holds on to this very object.
    return ports == itsPorts && metadata == itsMetadata
        ? this
        : new Instance(id, address, itsPorts, status, weight, pool.same(locality), itsMetadata);
  }

  @Override
  public int compareTo(Instance other) {
    return ORDER.compare(this, other);
  }
}
