package io.registrybridge.plan;

import io.registrybridge.mesh.Keys;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes one plan. */
final class Planner {

  private final Actual actual;
  private final Demand demand;
  private final Gaps gaps;
  private final Restraint restraint;
  private final Rules rules;
  private final Instant now;

  private final List<Change> writes = new ArrayList<>();
  private final List<Change> deletions = new ArrayList<>();
  private final List<Held> heldBack = new ArrayList<>();
  private final List<Rejection> rejected = new ArrayList<>();
  private int unchanged;
  private Optional<Instant> expires = Optional.empty();

  Planner(Actual actual, Demand demand, Restraint restraint, Rules rules, Instant now) {
    this.actual = actual;
    this.demand = demand;
    this.gaps = new Gaps(demand.gaps(), rules);
    this.restraint = restraint;
    this.rules = rules;
    this.now = now;
  }

  Plan plan() {
    var desired = desired();
    var hosts = hostsOfOthers();
    desired.values().forEach(service -> want(service, hosts));
    actual.own(rules).filter(standing -> !desired.containsKey(standing.id())).forEach(this::leave);
    var changes = new ArrayList<>(writes);
    changes.addAll(deletions);
    heldBack.sort(Comparator.comparing(Held::id).thenComparing(Held::registry));
    return new Plan(changes, heldBack, rejected, unchanged, expires);
  }

  /** What is called for, and what is held though the configuration does not call for it. */
  private SortedMap<ResourceId, MeshService> desired() {
    var desired = new TreeMap<>(demand.services());
    demand.displaced().values().stream()
        .filter(service -> restraint.at(service.id()).stream().anyMatch(Displacement::held))
        .forEach(service -> desired.put(service.id(), service));
    return desired;
  }

  /** The owner's word for every host that is not ours, by namespace and host. */
  private Map<String, Standing> hostsOfOthers() {
    var hosts = new HashMap<String, Standing>();
    actual.resources().values().stream()
        .filter(standing -> !rules.own(standing))
        .forEach(
            standing ->
                standing.hosts().forEach(host -> hosts.put(key(standing.id(), host), standing)));
    return hosts;
  }

  private static String key(ResourceId id, String host) {
    return id.namespace() + "/" + host;
  }

  private void want(MeshService desired, Map<String, Standing> hostsOfOthers) {
    var standing = actual.resources().get(desired.id());
    if (standing != null && !rules.own(standing)) {
      rejected.add(new Rejection(desired.id(), standsInTheWay(standing)));
    } else if (standing != null) {
      update(standing, desired);
    } else if (!desired.spec().endpoints().isEmpty()) {
      create(
          desired,
          Optional.ofNullable(hostsOfOthers.get(key(desired.id(), desired.spec().host()))));
    }
  }

  private static String standsInTheWay(Standing other) {
    return other.owner().isEmpty()
        ? "%s stands there already and is not this bridge's: it has no %s label"
            .formatted(other.id(), Keys.OWNER)
        : "%s stands there already and belongs to the bridge '%s'"
            .formatted(other.id(), other.owner());
  }

  private void create(MeshService desired, Optional<Standing> rival) {
    if (rival.isPresent()) {
      rejected.add(
          new Rejection(
              desired.id(),
              "host '%s' is claimed by %s".formatted(desired.spec().host(), rival.get().id())));
    } else {
      writes.add(new Change.Create(desired));
    }
  }

  private void update(Standing standing, MeshService desired) {
    if (standing.service().isEmpty()) {
      repair(standing, desired);
      return;
    }
    var before = standing.service().get();
    restraint.at(before.id()).forEach(this::hold);
    if (before.equals(desired)) {
      keep(standing, before);
      return;
    }
    var target = Target.of(desired, before, silent(before));
    heldBack.addAll(target.heldBack());
    var after = marked(target.service(), before.emptySince());
    if (after.equals(before)) {
      keep(standing, before);
    } else {
      write(standing, after);
    }
  }

  /** What is starved is held as what came from a gap is, and told with it. */
  private void hold(Displacement displaced) {
    displaced
        .hold()
        .filter(gap -> !displaced.starved())
        .map(gap -> new Held(displaced.seat().id(), gap.registry(), gap.reason(), gap.since()))
        .ifPresent(heldBack::add);
  }

  private void keep(Standing standing, MeshService service) {
    unchanged += inherited(standing) ? 0 : 1;
    inherit(standing, service);
  }

  private void inherit(Standing standing, MeshService service) {
    if (inherited(standing)) {
      write(standing, service);
    }
  }

  private boolean inherited(Standing standing) {
    return !standing.owner().equals(rules.owner());
  }

  /** What it says is lost, and with it where its endpoints came from. */
  private void repair(Standing standing, MeshService desired) {
    if (gaps.isEmpty()) {
      write(standing, marked(desired, Optional.empty()));
    } else {
      heldBack.add(
          held(
              standing,
              "it was edited so that it cannot be read; it is repaired when every registry"
                  + " has spoken, since it may hold endpoints of one that is silent now"));
    }
  }

  private void write(Standing standing, MeshService after) {
    if (rules.policy() == Policy.CREATE_ONLY) {
      heldBack.add(held(standing, "policy create-only changes nothing that stands"));
    } else {
      writes.add(new Change.Update(standing, after));
    }
  }

  private void leave(Standing standing) {
    if (standing.service().isEmpty()) {
      heldBack.add(
          held(
              standing,
              "its annotations or its spec were edited so that they do not say where it"
                  + " came from; delete it by hand if it is not needed"));
      return;
    }
    var before = standing.service().get();
    var silent = silent(before);
    if (silent.isEmpty()) {
      leave(standing, before);
      return;
    }
    var target = Target.of(before, silent);
    heldBack.addAll(target.heldBack());
    var after = marked(target.service(), before.emptySince());
    if (after.equals(before)) {
      inherit(standing, before);
    } else {
      remove(standing, writes, new Change.Update(standing, after));
    }
  }

  /** All of its registries say that it is not there, or the configuration does. */
  private void leave(Standing standing, MeshService before) {
    var displaced = restraint.at(standing.id());
    if (displaced.isEmpty()) {
      unlist(standing, before);
    } else {
      displace(standing, displaced);
    }
  }

  private void unlist(Standing standing, MeshService before) {
    var empty = marked(before.with(before.spec().withoutEndpoints()), before.emptySince());
    var end = empty.emptySince().orElse(now).plus(grace(before));
    if (!end.isAfter(now)) {
      remove(standing, deletions, new Change.Delete(standing));
      return;
    }
    expires = expires.filter(end::isAfter).or(() -> Optional.of(end));
    if (empty.equals(before)) {
      keep(standing, before);
    } else {
      remove(standing, writes, new Change.Update(standing, empty));
    }
  }

  /**
   * At once, because nobody comes back to a host that is not called for: an entry without endpoints
   * would only keep its callers waiting. But not before its successor can take them.
   */
  private void displace(Standing standing, List<Displacement> displaced) {
    var waiting =
        displaced.stream()
            .flatMap(one -> one.successors().stream())
            .flatMap(id -> rejected.stream().filter(rejection -> rejection.id().equals(id)))
            .findFirst();
    waiting.ifPresentOrElse(
        rejection ->
            heldBack.add(
                held(
                    standing,
                    "stays until %s can be written: %s"
                        .formatted(rejection.id(), rejection.reason()))),
        () -> remove(standing, deletions, new Change.Delete(standing)));
  }

  private void remove(Standing standing, List<Change> changes, Change change) {
    if (rules.policy() == Policy.SYNC) {
      changes.add(change);
    } else {
      var policy = rules.policy() == Policy.UPSERT_ONLY ? "upsert-only" : "create-only";
      heldBack.add(held(standing, "policy " + policy + " takes nothing away"));
    }
  }

  private static Held held(Standing standing, String reason) {
    return new Held(standing.id(), "", reason, Optional.empty());
  }

  private MeshService marked(MeshService service, Optional<Instant> emptySince) {
    return service.spec().endpoints().isEmpty() || service.emptySince().isPresent()
        ? service.emptySince(emptySince.orElse(now))
        : service;
  }

  private SortedMap<Origin, Gap> silent(MeshService service) {
    var silent = new TreeMap<Origin, Gap>();
    service
        .origins()
        .forEach(origin -> gaps.over(origin).ifPresent(gap -> silent.put(origin, gap)));
    restraint.at(service.id()).stream()
        .filter(Displacement::starved)
        .forEach(one -> one.hold().ifPresent(gap -> silent.put(one.seat().origin(), gap)));
    return silent;
  }

  private Duration grace(MeshService service) {
    return service.origins().stream()
        .map(origin -> rules.emptyGrace().getOrDefault(origin.registry(), Duration.ZERO))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }
}
