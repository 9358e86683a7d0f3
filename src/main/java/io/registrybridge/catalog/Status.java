package io.registrybridge.catalog;

/** Whether an instance takes traffic, and if not, whether somebody decided so. */
public enum Status {
  /** Takes traffic. */
  UP,
  /** Taken out by somebody's word: out of service, maintenance, disabled, weight 0. */
  OUT,
  /** Failed by its health: down, critical, unhealthy, starting, unknown. */
  FAILED
}
