package io.registrybridge.mesh;

import java.util.Comparator;

/**
 * A port of a service as callers see it.
 *
 * @param number 1 to 65535
 * @param protocol in Istio's spelling, upper case
 */
public record Port(String name, int number, String protocol) implements Comparable<Port> {

  /**
   * How many a service may have: all of them may be an endpoint's, and Istio takes no more of one.
   */
  public static final int MOST = 128;

  private static final Comparator<Port> ORDER =
      Comparator.comparingInt(Port::number).thenComparing(Port::name);

  /** The same under another number. */
  Port at(int other) {
    return other == number ? this : new Port(name, other, protocol);
  }

  @Override
  public int compareTo(Port other) {
    return ORDER.compare(this, other);
  }
}
