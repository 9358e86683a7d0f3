package io.registrybridge.guard;

/**
 * How much of a registry is there, of what the mesh gets from it.
 *
 * <p>Instances that somebody took out count as there: only what vanished or failed is a loss.
 *
 * @param services with at least one such endpoint
 */
public record Level(int endpoints, int services) {

  public static final Level NOTHING = new Level(0, 0);

  /** The higher of both, each figure on its own. */
  Level or(Level other) {
    return new Level(Math.max(endpoints, other.endpoints), Math.max(services, other.services));
  }

  public Level plus(Level other) {
    return new Level(endpoints + other.endpoints, services + other.services);
  }

  /** No figure is below zero. */
  Level minus(Level other) {
    return new Level(
        Math.max(0, endpoints - other.endpoints), Math.max(0, services - other.services));
  }

  boolean below(Level mark) {
    return endpoints < mark.endpoints || services < mark.services;
  }
}
