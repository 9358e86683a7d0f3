package io.registrybridge.registry.eureka;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where an instance belongs, in its own words.
 *
 * @param zone blank if it tells none; empty if that cannot be read
 * @param vips the names in its vipAddress; empty if that cannot be read
 */
record Belonging(Optional<String> zone, Optional<SortedSet<String>> vips) {

  static final Belonging UNREADABLE = new Belonging(Optional.empty(), Optional.empty());

  Belonging {
    vips = vips.map(names -> Collections.unmodifiableSortedSet(new TreeSet<>(names)));
  }
}
