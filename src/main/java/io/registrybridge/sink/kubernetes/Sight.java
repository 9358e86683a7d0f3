package io.registrybridge.sink.kubernetes;

/** How far the sink looks for hosts that somebody else has. */
public enum Sight {
  /** At the namespaces that it writes to: their ServiceEntries and their Services. */
  NAMESPACE,
  /** At all namespaces, which takes a ClusterRole. */
  CLUSTER
}
