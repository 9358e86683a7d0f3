package io.registrybridge.registry;

/**
 * A service registry that is watched.
 *
 * <p>An adapter never throws for what a registry does: whatever goes wrong becomes a {@link
 * Reading.Unavailable} or a {@link Reading.Partial} with a sentence. A registry whose reading did
 * not change gives the same {@link io.registrybridge.catalog.Service} objects again.
 */
public interface Registry extends AutoCloseable {

  /** The configured name. */
  String name();

  /** The kind as the configuration spells it, such as {@code eureka}. */
  String kind();

  /**
   * Begins to watch. Returns at once.
   *
   * @param hint is run, on any thread, whenever {@link #latest()} may have something new to say
   */
  void start(Runnable hint);

  /** What is known now; no I/O. */
  Observation latest();

  /** Reads now and returns when {@link #latest()} shows it; bounded by the registry's time-out. */
  void refresh();

  @Override
  void close();
}
