package io.registrybridge.plan;

import io.registrybridge.mesh.Keys;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.plan.Rejection.Cause;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Rules on what is desired. */
record Wanted(Grounds grounds, HostsOfOthers others) {

  /**
   * @param standing what stands in its place
   */
  Ruling of(MeshService desired, Optional<Standing> standing) {
    if (standing.isEmpty()) {
      return desired.spec().endpoints().isEmpty() ? Ruling.NOTHING : create(desired);
    }
    return grounds.rules().own(standing.get())
        ? update(standing.get(), desired)
        : Ruling.of(standsInTheWay(standing.get()));
  }

  private static Rejection standsInTheWay(Standing other) {
    return other.owner().isEmpty()
        ? new Rejection(
            other.id(),
            Cause.FOREIGN_OBJECT,
            "%s stands there already and is not this bridge's: it has no %s label"
                .formatted(other.id(), Keys.OWNER))
        : new Rejection(
            other.id(),
            Cause.OTHER_OWNER,
            "%s stands there already and belongs to the bridge '%s'"
                .formatted(other.id(), other.owner()));
  }

  private Ruling create(MeshService desired) {
    return others
        .claiming(desired)
        .map(rival -> "host '%s' is claimed by %s".formatted(desired.spec().host(), rival))
        .map(reason -> Ruling.of(new Rejection(desired.id(), Cause.HOST_TAKEN, reason)))
        .orElseGet(() -> Ruling.of(new Change.Create(desired)));
  }

  private Ruling update(Standing standing, MeshService desired) {
    return standing
        .service()
        .map(before -> update(standing, before, desired))
        .orElseGet(() -> repair(standing, desired));
  }

  private Ruling update(Standing standing, MeshService before, MeshService desired) {
    var displaced = displaced(before);
    if (before.equals(desired)) {
      return grounds.keep(standing, before).holding(displaced);
    }
    var target = Target.of(desired, before, grounds.silent(before));
    var wanted = grounds.marked(target.service(), before.emptySince());
    return step(standing, before, wanted)
        .holding(Stream.concat(displaced.stream(), target.heldBack().stream()).toList());
  }

  private Ruling step(Standing standing, MeshService before, MeshService wanted) {
    var after = new Changeover(grounds.now()).step(before, wanted);
    if (!after.equals(before)) {
      return grounds.write(standing, after);
    }
    var kept = grounds.keep(standing, before);
    return Changeover.due(before, wanted).map(kept::until).orElse(kept);
  }

  /** What is starved is held as what came from a gap is, and told with it. */
  private List<Held> displaced(MeshService before) {
    return grounds.restraint().at(before.id()).stream()
        .filter(one -> !one.starved())
        .flatMap(one -> one.hold().stream())
        .map(gap -> new Held(before.id(), gap.registry(), gap.reason(), gap.since()))
        .toList();
  }

  /** What it says is lost, and with it where its endpoints came from. */
  private Ruling repair(Standing standing, MeshService desired) {
    return grounds.gaps().isEmpty()
        ? grounds.write(standing, grounds.marked(desired, Optional.empty()))
        : Ruling.held(
            standing,
            "it was edited so that it cannot be read; it is repaired when every registry"
                + " has spoken, since it may hold endpoints of one that is silent now");
  }
}
