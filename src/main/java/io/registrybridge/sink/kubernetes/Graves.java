package io.registrybridge.sink.kubernetes;

import java.util.HashMap;
import java.util.Map;

/** The uids of objects that are gone, for as long as something read earlier may still show them. */
final class Graves {

  private record Grave(String namespace, long number) {}

  private final Map<String, Grave> byUid = new HashMap<>();
  private long count;

  void dig(String namespace, String uid) {
    byUid.putIfAbsent(uid, new Grave(namespace, count++));
  }

  boolean hold(String uid) {
    return byUid.containsKey(uid);
  }

  /** How many were dug so far. */
  long count() {
    return count;
  }

  /**
   * Forgets the first ones of this namespace: it was listed and watched anew after they were dug.
   */
  void level(String namespace, long first) {
    byUid.values().removeIf(grave -> grave.namespace().equals(namespace) && grave.number() < first);
  }
}
