package io.registrybridge.mesh;

/** How the addresses of a service's endpoints are to be read. */
public enum Resolution {
  /** They are IP addresses. */
  STATIC,
  /** They may be names, which the proxies resolve. */
  DNS
}
