package io.registrybridge.sink;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What stands at a place in a manifest's tree, if it is of the type that is looked for. */
final class Tree {

  private Tree() {}

  static <T> SortedMap<String, T> sorted(
      @Nullable Object tree, Function<@Nullable Object, T> value) {
    var sorted = new TreeMap<String, T>();
    map(tree).forEach((key, one) -> sorted.put(key, value.apply(one)));
    return sorted;
  }

  static <T> List<T> list(@Nullable Object tree, Function<@Nullable Object, T> item) {
    if (tree == null) {
      return List.of();
    }
    if (tree instanceof List<?> items) {
      return items.stream().map(item).toList();
    }
    throw new IllegalArgumentException("a list expected, not " + tree);
  }

  @SuppressWarnings("unchecked") // YAML and JSON know no keys but strings
  static Map<String, @Nullable Object> map(@Nullable Object tree) {
    return tree instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
  }

  static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  /**
   * @throws IllegalArgumentException if it is there and no whole number: one that is rounded or cut
   *     would pass for another
   */
  static int number(@Nullable Object value, int absent) {
    if (value == null) {
      return absent;
    }
    if (value instanceof Integer || value instanceof Long) {
      var number = ((Number) value).longValue();
      if (number == (int) number) {
        return (int) number;
      }
    }
    throw new IllegalArgumentException("a number expected, not " + value);
  }
}
