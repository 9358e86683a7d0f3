package io.registrybridge.plan;

import io.registrybridge.mesh.ResourceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a sink does not lose to the configuration before an operator says so. A value: each pass
 * gives the next one.
 *
 * <p>If a changed host pattern, filter or namespace would take away more of a registry's services
 * than the {@link Allowance}, all that it would take away is held. That follows from what stands
 * and what is called for, so a bridge that was restarted holds the same. Remembered beside it are
 * what is held already, because new services make its share smaller, and what an operator let go.
 * What else it remembers only saves counting.
 */
public final class Restraint {

  private final Map<Seat, Instant> heldSince;
  private final Set<Seat> released;
  private final Map<ResourceId, List<Displacement>> displaced;
  private final Seated seated;

  private Restraint(
      Map<Seat, Instant> heldSince,
      Set<Seat> released,
      Map<ResourceId, List<Displacement>> displaced,
      Seated seated) {
    this.heldSince = Map.copyOf(heldSince);
    this.released = Set.copyOf(released);
    this.displaced = Map.copyOf(displaced);
    this.seated = seated;
  }

  /** The restraint of a bridge that was just started. */
  public static Restraint none() {
    return new Restraint(Map.of(), Set.of(), Map.of(), Seated.nobody());
  }

  /** The restraint for a plan between these. */
  public Restraint after(Actual actual, Demand demand, Rules rules, Instant now) {
    var nowSeated = seated.then(actual, demand, rules);
    var found = Displaced.among(nowSeated, rules);
    var since = new HashMap<>(heldSince);
    since.keySet().removeIf(seat -> !found.pending(seat));
    var letGo = new HashSet<>(released);
    letGo.removeIf(seat -> !found.pending(seat));
    var byId = new HashMap<ResourceId, List<Displacement>>();
    for (var all : found.byRegistry().values()) {
      var loss = Loss.of(all, letGo, found);
      if (loss.exceeds(rules.allowance())) {
        loss.seats().forEach(seat -> since.putIfAbsent(seat, now));
      }
      for (var one : all) {
        var judged = one.held(loss.hold(one, Optional.ofNullable(since.get(one.seat()))));
        byId.computeIfAbsent(one.seat().id(), id -> new ArrayList<>(1)).add(judged);
      }
    }
    return new Restraint(since, letGo, byId, nowSeated);
  }

  /** The restraint after an operator's word that what is held of the registry now may go. */
  public Restraint released(String registry) {
    var since = new HashMap<>(heldSince);
    since.keySet().removeIf(seat -> seat.registry().equals(registry));
    var letGo = new HashSet<>(released);
    heldSince.keySet().stream().filter(seat -> !since.containsKey(seat)).forEach(letGo::add);
    return new Restraint(since, letGo, displaced, seated);
  }

  /** One reason for what is held, that of the first resource, by registry. */
  public Map<String, String> reasons() {
    var reasons = new TreeMap<String, String>();
    displaced.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(all -> all.getValue().stream())
        .flatMap(one -> one.hold().stream())
        .forEach(hold -> reasons.putIfAbsent(hold.registry(), hold.reason()));
    return reasons;
  }

  /** Whether the configuration takes anything away. */
  public boolean displaces() {
    return !displaced.isEmpty();
  }

  /** The resources from which the configuration takes something away. */
  Set<ResourceId> touched() {
    return displaced.keySet();
  }

  /** What the configuration takes away from the resource. */
  List<Displacement> at(ResourceId id) {
    return displaced.getOrDefault(id, List.of());
  }
}
