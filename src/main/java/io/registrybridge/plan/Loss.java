package io.registrybridge.plan;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How much of one registry the configuration would take away that nobody has let go.
 *
 * @param services how many of the registry's services that is
 * @param standing how many of them stand
 */
record Loss(String registry, List<Seat> seats, int services, int standing) {

  static Loss of(List<Displacement> displaced, Set<Seat> released, Displaced found) {
    var registry = displaced.get(0).seat().registry();
    var seats =
        displaced.stream()
            .map(Displacement::seat)
            .filter(seat -> !released.contains(seat))
            .toList();
    var services = (int) seats.stream().map(Seat::origin).distinct().count();
    return new Loss(registry, seats, services, found.standing(registry, displaced));
  }

  boolean exceeds(Allowance allowance) {
    return allowance.exceeded(standing, services);
  }

  /** Why this one stays; empty if it is not held. */
  Optional<Gap> hold(Displacement displacement, Optional<Instant> since) {
    var origin = displacement.seat().origin();
    return since.map(
        at -> Gap.over(origin, displacement.deed() + "; " + sentence(), Optional.of(at)));
  }

  private String sentence() {
    return "%d of %d services of %s would go because of the configuration, not because %s lost them; release with POST /actuator/guard/%s"
        .formatted(services, standing, registry, registry, registry);
  }
}
