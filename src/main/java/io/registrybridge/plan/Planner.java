package io.registrybridge.plan;

import io.registrybridge.mesh.Keys;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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
  private final Gaps gaps;
  private final Rules rules;
  private final Instant now;

  private final List<Change> writes = new ArrayList<>();
  private final List<Change> deletions = new ArrayList<>();
  private final List<Held> heldBack = new ArrayList<>();
  private final List<Rejection> rejected = new ArrayList<>();
  private int unchanged;

  Planner(Actual actual, Gaps gaps, Rules rules, Instant now) {
    this.actual = actual;
    this.gaps = gaps;
    this.rules = rules;
    this.now = now;
  }

  Plan plan(Collection<MeshService> desired) {
    var byId = new TreeMap<ResourceId, MeshService>();
    desired.forEach(service -> byId.put(service.id(), service));
    var hosts = hostsOfOthers();
    byId.values().forEach(service -> want(service, hosts));
    actual
        .of(rules.owner())
        .filter(standing -> !byId.containsKey(standing.id()))
        .forEach(this::leave);
    var changes = new ArrayList<>(writes);
    changes.addAll(deletions);
    heldBack.sort(Comparator.comparing(Held::id).thenComparing(Held::registry));
    return new Plan(changes, heldBack, rejected, unchanged);
  }

  /** The owner's word for every host that is not ours, by namespace and host. */
  private Map<String, Standing> hostsOfOthers() {
    var hosts = new HashMap<String, Standing>();
    actual.resources().values().stream()
        .filter(standing -> !standing.owner().equals(rules.owner()))
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
    if (standing != null && !standing.owner().equals(rules.owner())) {
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
    if (before.equals(desired)) {
      unchanged++;
      return;
    }
    var target = Target.of(desired, before, silent(before));
    heldBack.addAll(target.heldBack());
    var after = marked(target.service(), before.emptySince());
    if (after.equals(before)) {
      unchanged++;
    } else {
      write(standing, after);
    }
  }

  /** What it says is lost, and with it where its endpoints came from. */
  private void repair(Standing standing, MeshService desired) {
    if (gaps.isEmpty()) {
      write(standing, marked(desired, Optional.empty()));
    } else {
      heldBack.add(
          held(standing, "it was edited so that it cannot be read; it is repaired when every registry"
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
      return;
    }
    remove(standing, writes, new Change.Update(standing, after));
  }

  /** All of its registries say that it is not there. */
  private void leave(Standing standing, MeshService before) {
    var grace = grace(before);
    var empty = marked(before.with(before.spec().withoutEndpoints()), before.emptySince());
    var since = empty.emptySince().orElse(now);
    if (!since.plus(grace).isAfter(now)) {
      remove(standing, deletions, new Change.Delete(standing));
    } else if (empty.equals(before)) {
      unchanged++;
    } else {
      remove(standing, writes, new Change.Update(standing, empty));
    }
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
    return silent;
  }

  private Duration grace(MeshService service) {
    return service.origins().stream()
        .map(origin -> rules.emptyGrace().getOrDefault(origin.registry(), Duration.ZERO))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }
}
