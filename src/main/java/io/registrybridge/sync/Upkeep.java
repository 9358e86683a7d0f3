package io.registrybridge.sync;

/**
 * What it took since the start to keep a sink true.
 *
 * @param repairs how often something that others had changed or deleted there was put right
 * @param restarts how often the watch on it broke off and was begun anew
 */
public record Upkeep(int repairs, int restarts) {

  /** Nothing yet. */
  public static final Upkeep NONE = new Upkeep(0, 0);
}
