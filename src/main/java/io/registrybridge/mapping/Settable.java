package io.registrybridge.mapping;

/** What an instance's metadata may set, where {@code overrides} names it. */
public enum Settable {
  PROTOCOL,
  LOCALITY,
  WEIGHT
}
