package io.registrybridge.sink;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What operators told any replica.
 *
 * @param paused the mark of the word that nothing is written, as long as it holds
 * @param released the mark of the latest word to let go what is held of a registry, by registry:
 *     only words that were given while this replica listened, because they are about what was held
 *     then
 * @param purged the mark of the latest word to delete everything, of which the same holds
 */
public record Decisions(
    Optional<String> paused, SortedMap<String, String> released, Optional<String> purged) {

  public static final Decisions NONE =
      new Decisions(Optional.empty(), new TreeMap<>(), Optional.empty());

  public Decisions {
    released = Collections.unmodifiableSortedMap(new TreeMap<>(released));
  }
}
