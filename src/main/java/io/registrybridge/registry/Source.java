package io.registrybridge.registry;

/** One read of a registry with its I/O: what {@link PolledRegistry} calls, one call at a time. */
public interface Source extends AutoCloseable {

  /** Asks the registry. Never throws for what the registry does. */
  Reading read();

  @Override
  default void close() {}
}
