package io.registrybridge.bench;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sizes other than the usual ones, given as {@code services=1000} beside a figure's name. */
record Given(Map<String, Integer> sizes) {

  private static final Set<String> KNOWN = Set.of("services", "minutes", "heap");

  Given {
    sizes = Map.copyOf(sizes);
    if (!KNOWN.containsAll(sizes.keySet())) {
      throw new IllegalArgumentException("of " + sizes.keySet() + " only known are " + KNOWN);
    }
  }

  static Given of(Stream<String> sizes) {
    return new Given(
        sizes
            .map(size -> size.split("=", 2))
            .collect(Collectors.toMap(size -> size[0], size -> Integer.valueOf(size[1]))));
  }

  int services(int usual) {
    return sizes.getOrDefault("services", usual);
  }

  int minutes(int usual) {
    return sizes.getOrDefault("minutes", usual);
  }

  /** Of a bridge's process, in MiB. */
  int heap(int usual) {
    return sizes.getOrDefault("heap", usual);
  }
}
