package io.registrybridge.mapping;

/** What an instance's metadata may set, where {@code overrides} names it. */
public enum Settable {
  /** {@code host}: the whole service's, within the constant end of the host pattern. */
  HOST,
  /** {@code namespace}: the whole service's, one that some registry is mapped to. */
  NAMESPACE,
  /** {@code protocol}, {@code protocol.<role>}. */
  PROTOCOL,
  /** {@code port}, {@code port.<role>}: the number under which callers find the service. */
  PORT,
  LOCALITY,
  WEIGHT
}
