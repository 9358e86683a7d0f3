package io.registrybridge.plan;

import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Rules on what stands and is not desired.
 *
 * @param actual what else stands
 * @param rulings on what is desired
 */
record Leaving(Grounds grounds, Actual actual, Function<ResourceId, Optional<Ruling>> rulings) {

  Ruling of(Standing standing) {
    return standing
        .service()
        .map(before -> of(standing, before))
        .orElseGet(
            () ->
                Ruling.held(
                    standing,
                    "its annotations or its spec were edited so that they do not say where it"
                        + " came from; delete it by hand if it is not needed"));
  }

  private Ruling of(Standing standing, MeshService before) {
    var silent = grounds.silent(before);
    if (silent.isEmpty()) {
      var displaced = grounds.restraint().at(standing.id());
      return displaced.isEmpty() ? unlist(standing, before) : displace(standing, displaced);
    }
    var target = Target.of(before, silent);
    var after = grounds.marked(target.service(), before.emptySince());
    var ruling =
        after.equals(before)
            ? grounds.inherit(standing, before)
            : grounds.remove(standing, new Change.Update(standing, after));
    return ruling.holding(target.heldBack());
  }

  /** All of its registries say that it is not there. */
  private Ruling unlist(Standing standing, MeshService before) {
    var empty = grounds.marked(before.with(before.spec().withoutEndpoints()), before.emptySince());
    var end = empty.emptySince().orElse(grounds.now()).plus(grace(before));
    if (!end.isAfter(grounds.now())) {
      return grounds.remove(standing, new Change.Delete(standing));
    }
    return empty.equals(before)
        ? grounds.keep(standing, before).until(end)
        : grounds.remove(standing, new Change.Update(standing, empty));
  }

  /**
   * The configuration says that it is not there. It goes at once, because nobody comes back to a
   * host that is not called for: an entry without endpoints would only keep its callers waiting.
   * But not before its successor takes them: whatever may keep that from being written.
   */
  private Ruling displace(Standing standing, List<Displacement> displaced) {
    return displaced.stream()
        .flatMap(
            one ->
                one.successors().stream()
                    .flatMap(id -> unprepared(id, one.seat().origin()).stream()))
        .findFirst()
        .map(reason -> Ruling.held(standing, reason))
        .orElseGet(() -> grounds.remove(standing, new Change.Delete(standing)));
  }

  private Optional<String> unprepared(ResourceId successor, Origin origin) {
    var ruling = rulings.apply(successor);
    return ruling
        .flatMap(Ruling::rejection)
        .map(why -> "stays until %s can be written: %s".formatted(successor, why.reason()))
        .or(
            () ->
                ruling
                    .flatMap(Ruling::change)
                    .filter(change -> !stands(successor, origin))
                    .map(change -> "stays until %s stands in its place".formatted(successor)));
  }

  /** One that is still empty takes nobody's callers. */
  private boolean stands(ResourceId successor, Origin origin) {
    return actual
        .service(successor, grounds.rules())
        .filter(one -> one.emptySince().isEmpty() && one.origins().contains(origin))
        .isPresent();
  }

  private Duration grace(MeshService service) {
    return service.origins().stream()
        .map(origin -> grounds.rules().emptyGrace().getOrDefault(origin.registry(), Duration.ZERO))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }
}
