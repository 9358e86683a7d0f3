package io.registrybridge.sink.cluster;

import io.registrybridge.mesh.Keys;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The words of release on a Lease, as one replica heard them. A word is about what is held when it
 * is given: one that was given before the replica began, or while it could not read the Lease, is
 * about something else than what it holds now, and is not heard.
 *
 * @param standing the marks that stand on the Lease, by registry
 * @param heard the latest mark that was heard, by registry
 * @param listened when the Lease was last read, as {@link System#nanoTime()} has it; empty if never
 */
record Ears(
    SortedMap<String, String> standing, SortedMap<String, String> heard, Optional<Long> listened) {

  static final Ears NEW = new Ears(new TreeMap<>(), new TreeMap<>(), Optional.empty());

  Ears {
    standing = Collections.unmodifiableSortedMap(new TreeMap<>(standing));
    heard = Collections.unmodifiableSortedMap(new TreeMap<>(heard));
  }

  /**
   * After one more look.
   *
   * @param patience for how long without a look what is new is heard nevertheless
   */
  Ears then(Map<String, String> annotations, long now, Duration patience) {
    var marks = new TreeMap<String, String>();
    annotations.forEach(
        (key, mark) -> Keys.releasedRegistry(key).ifPresent(registry -> marks.put(registry, mark)));
    var all = new TreeMap<>(heard);
    if (listened.filter(last -> now - last < patience.toNanos()).isPresent()) {
      marks.forEach(
          (registry, mark) -> {
            if (!Objects.equals(standing.get(registry), mark)) {
              all.put(registry, mark);
            }
          });
    }
    return new Ears(marks, all, Optional.of(now));
  }
}
