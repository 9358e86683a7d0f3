package io.registrybridge.plan;

import io.registrybridge.plan.Rejection.Cause;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a plan says of one resource.
 *
 * @param heldBack in the order of the registries
 * @param unchanged whether it is desired, and stands there already as it should
 * @param expires when the passing of time alone makes another ruling of the same, if it will
 */
record Ruling(
    Optional<Change> change,
    List<Held> heldBack,
    Optional<Rejection> rejection,
    boolean unchanged,
    Optional<Instant> expires) {

  /** There is nothing to say. */
  static final Ruling NOTHING =
      new Ruling(Optional.empty(), List.of(), Optional.empty(), false, Optional.empty());

  /** It stands there as it should. */
  static final Ruling UNCHANGED =
      new Ruling(Optional.empty(), List.of(), Optional.empty(), true, Optional.empty());

  Ruling {
    heldBack = heldBack.stream().sorted(Comparator.comparing(Held::registry)).toList();
  }

  /** What would be refused is not tried: it would be refused as a whole. */
  static Ruling of(Change change) {
    var refusal = change.refusal();
    return refusal.isPresent()
        ? of(new Rejection(change.id(), Cause.INVALID, "Istio would refuse it: " + refusal.get()))
        : done(change);
  }

  private static Ruling done(Change change) {
    return new Ruling(Optional.of(change), List.of(), Optional.empty(), false, Optional.empty());
  }

  static Ruling of(Rejection rejection) {
    return new Ruling(Optional.empty(), List.of(), Optional.of(rejection), false, Optional.empty());
  }

  /** It stays as it stands, for a reason that no registry has given. */
  static Ruling held(Standing standing, String reason) {
    return NOTHING.holding(List.of(new Held(standing.id(), "", reason, Optional.empty())));
  }

  /** This, while something is held back. */
  Ruling holding(List<Held> held) {
    var all = Stream.concat(held.stream(), heldBack.stream()).toList();
    return new Ruling(change, all, rejection, unchanged, expires);
  }

  Ruling until(Instant end) {
    return new Ruling(change, heldBack, rejection, unchanged, Optional.of(end));
  }

  /** Whether it says more than that something stands there as it should, or that nothing does. */
  boolean remarkable() {
    return !(equals(UNCHANGED) || equals(NOTHING));
  }

  /**
   * Whether it has to be made again of the same: it may be dated, depend on what is ruled of other
   * resources, or have been outlasted.
   */
  boolean open(Instant now) {
    return change.isPresent()
        || rejection.isPresent()
        || expires.filter(end -> !end.isAfter(now)).isPresent();
  }
}
