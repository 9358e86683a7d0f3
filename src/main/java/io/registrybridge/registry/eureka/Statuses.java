package io.registrybridge.registry.eureka;

import io.registrybridge.book.Book;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many registrations there are in each status. The next one counts only what changed.
 *
 * @param of whose registrations they are
 * @param counts none for a status that is not named
 */
record Statuses(Book<String, Application> of, SortedMap<String, Integer> counts) {

  Statuses {
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }

  static Statuses ofNobody() {
    return new Statuses(Book.empty(), new TreeMap<>());
  }

  Statuses then(Book<String, Application> now) {
    var next = new TreeMap<>(counts);
    for (var difference : now.since(of)) {
      difference.before().ifPresent(one -> count(one, -1, next));
      difference.now().ifPresent(one -> count(one, 1, next));
    }
    next.values().removeIf(count -> count == 0);
    return new Statuses(now, next);
  }

  private static void count(Application application, int each, SortedMap<String, Integer> counts) {
    application
        .registrations()
        .values()
        .forEach(one -> counts.merge(one.status(), each, Integer::sum));
  }

  /** As Eureka spells it, such as {@code DOWN_1_UP_5_}. */
  String hash() {
    return counts.entrySet().stream()
        .map(status -> status.getKey() + "_" + status.getValue() + "_")
        .collect(Collectors.joining());
  }
}
