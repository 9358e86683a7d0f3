package io.registrybridge.status;

import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Held;
import io.registrybridge.plan.Rejection;
import io.registrybridge.sync.SinkReport;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What of the wanted does not get into a sink, and why.
 *
 * @param failed to be tried again
 * @param rejected not to be tried again until something changes
 */
record Obstacles(
    List<HeldView> heldBack, List<RejectionView> failed, List<RejectionView> rejected) {

  /**
   * What stands between a registry and a sink.
   *
   * @param resources those in the sink that the registry has a part in
   */
  static Obstacles between(String registry, SinkReport sink, Set<ResourceId> resources) {
    return new Obstacles(
        held(sink.heldBack(), held -> concerns(held, registry, resources)),
        rejections(sink.failed(), resources::contains),
        rejections(sink.rejected(), resources::contains));
  }

  private static boolean concerns(Held held, String registry, Set<ResourceId> resources) {
    return held.registry().equals(registry)
        || (held.registry().isEmpty() && resources.contains(held.id()));
  }

  static List<HeldView> held(Collection<Held> held, Predicate<Held> which) {
    return held.stream().filter(which).map(HeldView::of).toList();
  }

  static List<RejectionView> rejections(
      Collection<Rejection> rejections, Predicate<ResourceId> which) {
    return rejections.stream()
        .filter(rejection -> which.test(rejection.id()))
        .map(RejectionView::of)
        .distinct()
        .toList();
  }
}
