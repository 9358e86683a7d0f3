package io.registrybridge.status;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Maps by name, their values seen otherwise. */
final class ByName {

  private ByName() {}

  static <A, B> SortedMap<String, B> of(Map<String, A> values, Function<A, B> view) {
    var seen = new TreeMap<String, B>();
    values.forEach((name, value) -> seen.put(name, view.apply(value)));
    return seen;
  }
}
