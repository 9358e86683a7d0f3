package io.registrybridge.registry;

import static java.util.stream.Collectors.joining;

import java.util.Collection;

/** Names as they stand in a sentence: the first few, and how many more there are. */
public final class Names {

  private static final int MOST = 5;

  private Names() {}

  /** Such as {@code a, b, c, d, e and 3 more}. */
  public static String in(Collection<String> all) {
    var first = all.stream().limit(MOST).collect(joining(", "));
    return all.size() > MOST ? first + " and " + (all.size() - MOST) + " more" : first;
  }
}
