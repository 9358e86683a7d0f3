package io.registrybridge.guard;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Status;

/**
 * How much of a registry is there.
 *
 * <p>Instances that somebody took out count as there: only what vanished or failed is a loss.
 *
 * @param services with at least one such endpoint
 */
public record Level(int endpoints, int services) {

  public static final Level NOTHING = new Level(0, 0);

  public static Level of(Catalog catalog) {
    var endpoints = 0;
    var services = 0;
    for (var service : catalog.services().values()) {
      var there = (int) service.instances().stream().filter(Level::there).count();
      endpoints += there;
      services += there > 0 ? 1 : 0;
    }
    return new Level(endpoints, services);
  }

  private static boolean there(Instance instance) {
    return instance.status() != Status.FAILED;
  }

  /** The higher of both, each figure on its own. */
  Level or(Level other) {
    return new Level(Math.max(endpoints, other.endpoints), Math.max(services, other.services));
  }

  boolean below(Level mark) {
    return endpoints < mark.endpoints || services < mark.services;
  }
}
