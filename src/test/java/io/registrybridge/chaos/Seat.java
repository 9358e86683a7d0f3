package io.registrybridge.chaos;

import java.util.Comparator;
import java.util.Locale;

/**
 * An instance by its name.
 *
 * @param registry that it is registered with
 * @param id of no other instance of that registry
 */
record Seat(String registry, String service, String id) implements Comparable<Seat> {

  private static final Comparator<Seat> ORDER =
      Comparator.comparing(Seat::registry).thenComparing(Seat::service).thenComparing(Seat::id);

  /** That of its service. */
  String host() {
    return service.toLowerCase(Locale.ROOT) + "." + registry + ".mesh";
  }

  @Override
  public int compareTo(Seat other) {
    return ORDER.compare(this, other);
  }
}
