package io.registrybridge.mapping;

import java.util.List;

/**
 * A text in which {@code *} stands for any other; case does not matter.
 *
 * @param parts what stands between the stars
 */
record Glob(List<String> parts) {

  static Glob of(String text) {
    return new Glob(List.of(text.split("\\*", -1)));
  }

  /**
   * Each part in turn where it comes first: nothing is tried twice, however a text is made that is
   * as long as a registry lets it be.
   */
  boolean fits(String other) {
    var last = parts.size() - 1;
    var end = other.length() - parts.get(last).length();
    if (last == 0) {
      return end == 0 && at(other, 0, parts.get(0));
    }
    var from = parts.get(0).length();
    if (end < from || !at(other, 0, parts.get(0)) || !at(other, end, parts.get(last))) {
      return false;
    }
    for (var part : parts.subList(1, last)) {
      var found = find(other, part, from, end);
      if (found < 0) {
        return false;
      }
      from = found + part.length();
    }
    return true;
  }

  private static int find(String text, String part, int from, int end) {
    for (var place = from; place + part.length() <= end; place++) {
      if (at(text, place, part)) {
        return place;
      }
    }
    return -1;
  }

  private static boolean at(String text, int place, String part) {
    return text.regionMatches(true, place, part, 0, part.length());
  }
}
