package io.registrybridge.sync;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the bridge knows of itself: everything that endpoints, health, metrics and the console show
 * is made from it.
 *
 * @param registries by name
 * @param sinks by name
 * @param passes the latest, newest first; a pass that did nothing is replaced by the next one
 */
public record Report(
    SortedMap<String, RegistryReport> registries,
    SortedMap<String, SinkReport> sinks,
    List<PassReport> passes) {

  public Report {
    registries = Collections.unmodifiableSortedMap(new TreeMap<>(registries));
    sinks = Collections.unmodifiableSortedMap(new TreeMap<>(sinks));
    passes = List.copyOf(passes);
  }

  public Optional<PassReport> lastPass() {
    return passes.stream().findFirst();
  }
}
