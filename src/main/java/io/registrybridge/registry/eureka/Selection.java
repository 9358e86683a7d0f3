package io.registrybridge.registry.eureka;

import io.registrybridge.registry.eureka.EurekaSettings.By;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which of the registrations are listed, and as instances of which services.
 *
 * @param zones all, if there are none
 */
record Selection(By by, Set<String> zones) {

  /** All, by application. */
  static final Selection EVERYTHING = new Selection(By.APP, Set.of());

  /** Whether it runs in one of the zones, as far as can be told. */
  boolean includes(Registration one) {
    return zones.isEmpty() || one.belonging().zone().map(zones::contains).orElse(true);
  }

  /** The names of its services; empty if they cannot be told. */
  Optional<SortedSet<String>> services(String application, Registration one) {
    return byApplication()
        ? Optional.of(new TreeSet<>(Set.of(application)))
        : one.belonging().vips();
  }

  boolean byApplication() {
    return by == By.APP;
  }
}
