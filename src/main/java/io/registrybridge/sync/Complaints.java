package io.registrybridge.sync;

import static java.util.stream.Collectors.groupingBy;

import io.registrybridge.catalog.Flaw;
import java.util.List;
import java.util.Map;

/** What the mapping could not use, by registry; sorted out anew only if it says something else. */
final class Complaints {

  /**
   * @param told by each sink's part
   */
  private record Sorted(List<List<Flaw>> told, Map<String, List<Flaw>> byRegistry) {

    static Sorted of(List<List<Flaw>> told) {
      return new Sorted(
          told,
          told.stream()
              .flatMap(List::stream)
              .distinct()
              .sorted()
              .collect(groupingBy(flaw -> flaw.service().registry())));
    }
  }

  private volatile Sorted last = Sorted.of(List.of());

  /**
   * Each registry's, in order.
   *
   * @param told by each sink's part; the same list again is not looked into
   */
  Map<String, List<Flaw>> byRegistry(List<List<Flaw>> told) {
    var known = last;
    var now = known.told().equals(told) ? known : Sorted.of(told);
    last = now;
    return now.byRegistry();
  }
}
