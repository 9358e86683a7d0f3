package io.registrybridge.plan;

import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What rulings go by, beside what stands and what is desired. */
record Grounds(Gaps gaps, Restraint restraint, Rules rules, Instant now) {

  /** What is called for, or held though the configuration does not call for it. */
  Optional<MeshService> desired(ResourceId id, Demand demand) {
    var held = restraint.at(id).stream().anyMatch(Displacement::held);
    return Optional.ofNullable(held ? demand.displaced().get(id) : null)
        .or(() -> Optional.ofNullable(demand.services().get(id)));
  }

  /** The origins of which nothing may be concluded, and why. */
  SortedMap<Origin, Gap> silent(MeshService service) {
    var silent = new TreeMap<Origin, Gap>();
    service
        .origins()
        .forEach(origin -> gaps.over(origin).ifPresent(gap -> silent.put(origin, gap)));
    restraint.at(service.id()).stream()
        .filter(Displacement::starved)
        .forEach(one -> one.hold().ifPresent(gap -> silent.put(one.seat().origin(), gap)));
    return silent;
  }

  /**
   * The service as it is to be written.
   *
   * @param emptySince when it became empty, as it stands
   */
  MeshService marked(MeshService service, Optional<Instant> emptySince) {
    return service.emptySince(emptySince.orElse(now));
  }

  boolean inherited(Standing standing) {
    return !standing.owner().equals(rules.owner());
  }

  /** What is inherited becomes the bridge's own, as it is. */
  Ruling inherit(Standing standing, MeshService service) {
    return inherited(standing) ? write(standing, service) : Ruling.NOTHING;
  }

  Ruling keep(Standing standing, MeshService service) {
    return inherited(standing) ? write(standing, service) : Ruling.UNCHANGED;
  }

  Ruling write(Standing standing, MeshService after) {
    return rules.policy() == Policy.CREATE_ONLY
        ? Ruling.held(standing, "policy create-only changes nothing that stands")
        : Ruling.of(new Change.Update(standing, after));
  }

  /** For changes that take something away. */
  Ruling remove(Standing standing, Change change) {
    if (rules.policy() == Policy.SYNC) {
      return Ruling.of(change);
    }
    var policy = rules.policy() == Policy.UPSERT_ONLY ? "upsert-only" : "create-only";
    return Ruling.held(standing, "policy " + policy + " takes nothing away");
  }
}
