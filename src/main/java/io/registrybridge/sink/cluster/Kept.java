package io.registrybridge.sink.cluster;

import io.registrybridge.mesh.Keys;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be kept on the Lease for whoever leads next.
 *
 * @param words by registry; empty as long as this replica has not led, and so does not know
 */
record Kept(Optional<Map<String, String>> words) {

  static final Kept UNKNOWN = new Kept(Optional.empty());

  static Kept of(Map<String, String> words) {
    return new Kept(Optional.of(Map.copyOf(words)));
  }

  /** The annotations of a Lease that is new. */
  Map<String, String> annotations() {
    var annotations = new HashMap<String, String>();
    words.ifPresent(
        all -> all.forEach((registry, word) -> annotations.put(Keys.kept(registry), word)));
    return annotations;
  }

  /** What to annotate on the Lease so that these words are kept on it and no others. */
  Map<String, Optional<String>> changes(Deed deed) {
    var changes = new HashMap<String, Optional<String>>();
    if (words.isPresent()) {
      deed.kept().keySet().forEach(registry -> changes.put(Keys.kept(registry), Optional.empty()));
      annotations().forEach((key, word) -> changes.put(key, Optional.of(word)));
      changes
          .entrySet()
          .removeIf(
              one ->
                  one.getValue().equals(Optional.ofNullable(deed.annotations().get(one.getKey()))));
    }
    return changes;
  }
}
