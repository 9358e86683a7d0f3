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
 * The words of release and of purge on a Lease, as one replica heard them. A word is about what is
 * there when it is given: one that was given before the replica began, or while it could not read
 * the Lease, is about something else than what is there now, and is not heard.
 *
 * @param standing the marks that stand on the Lease, by annotation
 * @param heard the latest mark that was heard, by annotation
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
    var marks = new TreeMap<>(annotations);
    marks.keySet().removeIf(key -> !isWord(key));
    var all = new TreeMap<>(heard);
    if (listened.filter(last -> now - last < patience.toNanos()).isPresent()) {
      marks.forEach(
          (key, mark) -> {
            if (!Objects.equals(standing.get(key), mark)) {
              all.put(key, mark);
            }
          });
    }
    return new Ears(marks, all, Optional.of(now));
  }

  private static boolean isWord(String key) {
    return key.equals(Keys.PURGED) || Keys.releasedRegistry(key).isPresent();
  }

  /** The registries that were released. */
  SortedMap<String, String> released() {
    var released = new TreeMap<String, String>();
    heard.forEach(
        (key, mark) -> Keys.releasedRegistry(key).ifPresent(one -> released.put(one, mark)));
    return released;
  }

  Optional<String> purged() {
    return Optional.ofNullable(heard.get(Keys.PURGED));
  }
}
