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
  private final Seated seated;
  private final Gaps gaps;
  private final Set<Seat> seats = new LinkedHashSet<>();

  private Displaced(Seated seated, Rules rules) {
    this.actual = seated.actual();
    this.demand = seated.demand();
    this.rules = rules;
    this.seated = seated;
    this.gaps = new Gaps(demand.gaps(), rules);
  }

  /** What it takes away of what stands, and is listed. */
  static Displaced among(Seated seated, Rules rules) {
    var displaced = new Displaced(seated, rules);
    if (rules.policy() != Policy.CREATE_ONLY) {
      displaced.demand.displaced().values().forEach(displaced::unseated);
      displaced.demand.starved().keySet().forEach(displaced::starved);
    }
    return displaced;
  }

  private void unseated(MeshService service) {
    // Where the policy keeps the whole resource there is nothing to decide.
    if (rules.policy() == Policy.SYNC || demand.services().containsKey(service.id())) {
      add(service, seat -> stands(seat) && !demand.calls(seat));
    }
  }

  private void starved(ResourceId id) {
    var service = Optional.ofNullable(demand.services().get(id));
    service.ifPresent(
        called ->
            add(
                called,
                seat ->
                    demand.starves(seat)
                        && serves(actual.service(id, rules), seat.origin())
                        && !serves(service, seat.origin())));
  }

  /** What came from a gap is held for that reason already. */
  private void add(MeshService service, Predicate<Seat> taken) {
    Seat.of(service)
        .filter(taken.and(seat -> gaps.over(seat.origin()).isEmpty()))
        .forEach(seats::add);
  }

  private static boolean serves(Optional<MeshService> service, Origin origin) {
    return service.stream()
        .flatMap(one -> one.spec().endpoints().stream())
        .anyMatch(endpoint -> endpoint.from(origin));
  }

  private boolean stands(Seat seat) {
    return actual
        .service(seat.id(), rules)
        .filter(one -> one.origins().contains(seat.origin()))
        .isPresent();
  }

  /** All of it, by registry. */
  Map<String, List<Displacement>> byRegistry() {
    var places = places(seats.stream().map(Seat::origin).collect(Collectors.toSet()));
    return seats.stream()
        .map(seat -> displacement(seat, places.getOrDefault(seat.origin(), List.of())))
        .collect(Collectors.groupingBy(one -> one.seat().registry()));
  }

  private Displacement displacement(Seat seat, List<ResourceId> successors) {
    return new Displacement(seat, successors, demand.starves(seat), Optional.empty());
  }

  /** Looked for only where something is displaced, which is seldom. */
  private Map<Origin, List<ResourceId>> places(Collection<Origin> sought) {
    var places = new HashMap<Origin, List<ResourceId>>();
    if (!sought.isEmpty()) {
      for (var service : demand.services().values()) {
        for (var origin : service.origins()) {
          if (sought.contains(origin)) {
            places.computeIfAbsent(origin, first -> new ArrayList<>()).add(service.id());
          }
        }
      }
    }
    return places;
  }

  /** Whether that is not over: a service that flaps is unlisted for a while. */
  boolean pending(Seat seat) {
    return seats.contains(seat) || (stands(seat) && !demand.calls(seat));
  }

  /**
   * How many of a registry's services stand that it lists. One counts once, however many hosts it
   * has: what took the place of the displaced must not water the share down.
   *
   * @param displaced all of the registry's
   */
  int standing(String registry, List<Displacement> displaced) {
    var elsewhere =
        displaced.stream()
            .filter(one -> stands(one.seat()))
            .filter(one -> one.successors().stream().noneMatch(id -> stands(one.seat().at(id))))
            .map(one -> one.seat().origin())
            .distinct();
    return seated.of(registry) + (int) elsewhere.count();
  }
}
