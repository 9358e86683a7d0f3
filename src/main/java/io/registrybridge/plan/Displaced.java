package io.registrybridge.plan;

import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds what the configuration takes away: it would go though its registry lists it. */
final class Displaced {

  private final Actual actual;
  private final Demand demand;
  private final Rules rules;
  private final Gaps gaps;
  private final Set<Seat> seats = new LinkedHashSet<>();

  private Displaced(Actual actual, Demand demand, Rules rules) {
    this.actual = actual;
    this.demand = demand;
    this.rules = rules;
    this.gaps = new Gaps(demand.gaps(), rules);
  }

  static Displaced among(Actual actual, Demand demand, Rules rules) {
    var displaced = new Displaced(actual, demand, rules);
    if (rules.policy() != Policy.CREATE_ONLY) {
      demand.displaced().values().forEach(displaced::unseated);
      displaced.starved();
    }
    return displaced;
  }

  private void unseated(MeshService service) {
    // Where the policy keeps the whole resource there is nothing to decide.
    if (rules.policy() == Policy.SYNC || demand.services().containsKey(service.id())) {
      add(service, seat -> stands(seat) && !demand.calls(seat));
    }
  }

  private void starved() {
    if (!demand.starved().isEmpty()) {
      demand
          .services()
          .values()
          .forEach(
              service ->
                  add(
                      service,
                      seat ->
                          demand.starved().contains(seat.origin())
                              && serves(standing(seat.id()), seat.origin())
                              && !serves(Optional.of(service), seat.origin())));
    }
  }

  /** What came from a gap is held for that reason already. */
  private void add(MeshService service, Predicate<Seat> taken) {
    service.origins().stream()
        .map(origin -> new Seat(service.id(), origin))
        .filter(taken.and(seat -> gaps.over(seat.origin()).isEmpty()))
        .forEach(seats::add);
  }

  private static boolean serves(Optional<MeshService> service, Origin origin) {
    return service.stream()
        .flatMap(one -> one.spec().endpoints().stream())
        .anyMatch(endpoint -> endpoint.from(origin));
  }

  private Optional<MeshService> standing(ResourceId id) {
    return Optional.ofNullable(actual.resources().get(id))
        .filter(rules::own)
        .flatMap(Standing::service);
  }

  private boolean stands(Seat seat) {
    return standing(seat.id()).filter(one -> one.origins().contains(seat.origin())).isPresent();
  }

  /** All of it, by registry. */
  Map<String, List<Displacement>> byRegistry() {
    var places = places(seats.stream().map(Seat::origin).collect(Collectors.toSet()));
    return seats.stream()
        .map(seat -> displacement(seat, places.getOrDefault(seat.origin(), List.of())))
        .collect(Collectors.groupingBy(one -> one.seat().registry()));
  }

  private Displacement displacement(Seat seat, List<ResourceId> successors) {
    var starved = demand.starved().contains(seat.origin());
    return new Displacement(seat, successors, starved, Optional.empty());
  }

  private Map<Origin, List<ResourceId>> places(Collection<Origin> sought) {
    var places = new HashMap<Origin, List<ResourceId>>();
    if (!sought.isEmpty()) {
      demand.services().values().stream()
          .flatMap(Seat::of)
          .filter(seat -> sought.contains(seat.origin()))
          .forEach(
              seat ->
                  places.computeIfAbsent(seat.origin(), key -> new ArrayList<>()).add(seat.id()));
    }
    return places;
  }

  /** Whether that is not over: a service that flaps is unlisted for a while. */
  boolean pending(Seat seat) {
    return seats.contains(seat) || (stands(seat) && !demand.calls(seat));
  }

  /**
   * How many of the registry's services stand that it lists. One counts once, however many hosts it
   * has: what took the place of the displaced must not water the share down.
   */
  int standing(String registry) {
    return (int)
        actual
            .own(rules)
            .flatMap(standing -> standing.service().stream())
            .flatMap(Seat::of)
            .filter(seat -> seat.registry().equals(registry))
            .filter(seat -> demand.calls(seat) || seats.contains(seat))
            .map(Seat::origin)
            .distinct()
            .count();
  }
}
