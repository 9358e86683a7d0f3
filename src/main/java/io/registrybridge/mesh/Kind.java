package io.registrybridge.mesh;

/** The kinds of Istio resource that the bridge writes. */
public enum Kind {
  SERVICE_ENTRY("ServiceEntry"),
  WORKLOAD_ENTRY("WorkloadEntry");

  private final String title;

  Kind(String title) {
    this.title = title;
  }

  /** As in a manifest's {@code kind}. */
  public String title() {
    return title;
  }
}
