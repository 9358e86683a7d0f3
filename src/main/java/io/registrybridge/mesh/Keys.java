package io.registrybridge.mesh;

import java.util.Optional;
import java.util.regex.Pattern;

/** The label and annotation keys that are the bridge's own, and the label values it gives them. */
public final class Keys {

  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  public static final String PRODUCT = "istio-registry-bridge";
  public static final String OWNER = "registrybridge.io/owner";
  public static final String ORIGIN = "registrybridge.io/origin";
  public static final String EMPTY_SINCE = "registrybridge.io/empty-since";

  /** Since when endpoints are told inline and as WorkloadEntries, while that changes. */
  public static final String BOTH_SINCE = "registrybridge.io/both-since";

  /** The label by which a ServiceEntry selects its WorkloadEntries. */
  public static final String SERVICE = "registrybridge.io/service";

  /** A WorkloadEntry's host, where it is no legal value of that label. */
  public static final String HOST = "registrybridge.io/host";

  /** On a Lease: nothing is written, by an operator's word, whose time it is. */
  public static final String PAUSED = "registrybridge.io/paused";

  /**
   * On a Lease: all that is the owner's is to be deleted, by an operator's word, whose time it is.
   */
  public static final String PURGED = "registrybridge.io/purged";

  /** Istio sends an endpoint with this label no new connections. */
  public static final String DRAINING = "istio.io/draining";

  private static final Pattern ILLEGAL = Pattern.compile("[^A-Za-z0-9_.-]");
  private static final Pattern EDGES = Pattern.compile("^[^A-Za-z0-9]+|[^A-Za-z0-9]+$");
  private static final String RELEASED = "released.registrybridge.io/";
  private static final String KEPT = "lost.registrybridge.io/";
  private static final String FROM = "from.registrybridge.io/";

  private Keys() {}

  /** The key of the label that says that an endpoint came from this registry. */
  public static String from(String registry) {
    return FROM + registry;
  }

  /** Whether the key is one of those that {@link #from} gives. */
  public static boolean isFrom(String key) {
    return key.startsWith(FROM);
  }

  /** The registry that a key given by {@link #from} names. */
  public static String registryOf(String key) {
    return key.substring(FROM.length());
  }

  /** The key of a Lease's annotation that says when what is held of the registry was let go. */
  public static String released(String registry) {
    return RELEASED + registry;
  }

  /** The registry that a key given by {@link #released} names; empty if it is another key. */
  public static Optional<String> releasedRegistry(String key) {
    return key.startsWith(RELEASED)
        ? Optional.of(key.substring(RELEASED.length()))
        : Optional.empty();
  }

  /** The key of a Lease's annotation that says what of the registry was lost lately. */
  public static String kept(String registry) {
    return KEPT + registry;
  }

  /** The registry that a key given by {@link #kept} names; empty if it is another key. */
  public static Optional<String> keptRegistry(String key) {
    return key.startsWith(KEPT) ? Optional.of(key.substring(KEPT.length())) : Optional.empty();
  }

  /**
   * The value of a {@link #from} label: the partition, made a legal label value, or {@code default}
   * where the registry has none. Two partitions of one registry may share a value only if they
   * differ in characters that labels cannot hold; then a gap over one holds for both.
   */
  public static String partitionLabel(String partition) {
    var legal = ILLEGAL.matcher(partition).replaceAll("-");
    var cut = legal.length() > 63 ? legal.substring(0, 63) : legal;
    var trimmed = EDGES.matcher(cut).replaceAll("");
    return trimmed.isEmpty() ? "default" : trimmed;
  }
}
