package io.registrybridge.mesh;

/** Whether a service counts as part of the mesh; Istio gives only those mutual TLS. */
public enum Location {
  MESH_INTERNAL,
  MESH_EXTERNAL
}
