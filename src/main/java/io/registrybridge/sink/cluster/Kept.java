package io.registrybridge.sink.cluster;

import io.registrybridge.mesh.Keys;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a replica keeps on the Lease for whoever leads next. It holds for as long as that replica
 * leads without a break: who leads in between knows better.
 *
 * @param term how often the Lease had passed on when this was said
 * @param words by registry; an empty one is to be forgotten
 */
record Kept(int term, Map<String, String> words) {

  static final Kept NOTHING = new Kept(0, Map.of());

  Kept {
    words = Map.copyOf(words);
  }

  /**
   * What to annotate on the Lease so that these words are kept on it. What is kept of other
   * registries stays, for two sinks of one bridge may share a Lease.
   */
  Map<String, Optional<String>> changes(Deed deed) {
    var changes = new HashMap<String, Optional<String>>();
    if (deed.changes() == term) {
      words.forEach(
          (registry, word) -> {
            var before = deed.kept().getOrDefault(registry, "");
            if (!word.equals(before)) {
              changes.put(Keys.kept(registry), Optional.of(word).filter(one -> !one.isEmpty()));
            }
          });
    }
    return changes;
  }
}
