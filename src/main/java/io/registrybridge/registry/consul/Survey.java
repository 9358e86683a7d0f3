package io.registrybridge.registry.consul;

import static java.util.stream.Collectors.joining;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.registry.Gap;
import io.registrybridge.registry.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/** What is known of all places of one registry, as a reading. On the worker's thread. */
final class Survey {

  private static final int NAMED = 5;

  private final String registry;
  private final Map<Place, Roster> rosters;

  private Catalog catalog = Catalog.empty();

  Survey(String registry, Map<Place, Roster> rosters) {
    this.registry = registry;
    this.rosters = rosters;
  }

  /** Whether the rest will be known in a moment. */
  boolean unfinished() {
    return rosters.values().stream().anyMatch(roster -> roster.unfinished().isPresent());
  }

  Reading reading(Instant at) {
    var reason = reason();
    if (rosters.values().stream().allMatch(roster -> roster.standing().silent())) {
      return new Reading.Unavailable(registry, at, reason);
    }
    var gaps = gaps();
    var known = catalog();
    return gaps.isEmpty()
        ? new Reading.Complete(registry, at, known)
        : new Reading.Partial(registry, at, known, gaps, reason);
  }

  /** The same object as long as it holds the same. */
  private Catalog catalog() {
    catalog =
        catalog.then(
            rosters.values().stream().flatMap(Roster::services).toList(),
            rosters.values().stream().flatMap(Roster::flaws).toList());
    return catalog;
  }

  private List<Gap> gaps() {
    var gaps = new ArrayList<Gap>();
    rosters.forEach((place, roster) -> gaps.addAll(gaps(place, roster)));
    return gaps;
  }

  /**
   * The rest of a place that is still being read comes in a moment, and then all is compared with
   * what was there. A place that is silent may be so for long, and is no reason to hold another's.
   */
  private List<Gap> gaps(Place place, Roster roster) {
    var troubles = roster.troubles();
    var doubtful = doubt(roster, troubles).isPresent();
    if (roster.unfinished().isPresent() || (doubtful && rosters.size() == 1)) {
      return List.of(new Gap.OfAnything(registry));
    }
    return doubtful
        ? List.of(new Gap.OfPartition(registry, place.partition()))
        : troubles.keySet().stream().map(name -> (Gap) new Gap.OfService(place.key(name))).toList();
  }

  private String reason() {
    return rosters.entrySet().stream()
        .flatMap(entry -> reason(entry.getKey(), entry.getValue()))
        .collect(joining("; "));
  }

  private static Stream<String> reason(Place place, Roster roster) {
    var troubles = roster.troubles();
    return doubt(roster, troubles)
        .or(roster::unfinished)
        .or(() -> troubles.isEmpty() ? Optional.empty() : Optional.of(words(troubles)))
        .map(words -> place + " " + words)
        .stream();
  }

  /** Why anything may be missing that is there, as the rest of a sentence. */
  private static Optional<String> doubt(Roster roster, SortedMap<String, String> troubles) {
    return roster
        .standing()
        .doubt()
        .or(
            () ->
                roster.failing(troubles.size()) ? Optional.of(words(troubles)) : Optional.empty());
  }

  private static String words(SortedMap<String, String> troubles) {
    var more = troubles.size() - NAMED;
    return troubles.get(troubles.firstKey())
        + " when asked for "
        + troubles.keySet().stream().limit(NAMED).collect(joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }
}
