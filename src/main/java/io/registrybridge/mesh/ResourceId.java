package io.registrybridge.mesh;

import java.util.Comparator;

/** Where a resource stands: its kind, namespace and name. */
public record ResourceId(Kind kind, String namespace, String name)
    implements Comparable<ResourceId> {

  private static final Comparator<ResourceId> ORDER =
      Comparator.comparing(ResourceId::namespace)
          .thenComparing(ResourceId::name)
          .thenComparing(ResourceId::kind);

  public static ResourceId serviceEntry(String namespace, String name) {
    return new ResourceId(Kind.SERVICE_ENTRY, namespace, name);
  }

  public static ResourceId workloadEntry(String namespace, String name) {
    return new ResourceId(Kind.WORKLOAD_ENTRY, namespace, name);
  }

  @Override
  public int compareTo(ResourceId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return kind.title() + " " + namespace + "/" + name;
  }
}
