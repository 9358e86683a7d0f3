package io.registrybridge.plan;

import io.registrybridge.book.Book;
import io.registrybridge.book.Sum;
import io.registrybridge.mesh.ResourceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a plan says, resource by resource. The next one rules anew only where something changed that
 * a ruling goes by, and on what was left open.
 *
 * @param restraint what the configuration may not take away
 * @param others what stands and is not the bridge's
 * @param all on everything that is desired, or the bridge's own
 * @param remarkable those that the plan tells one by one
 * @param unchanged how many stand as they should
 */
record Rulings(
    Actual actual,
    Demand demand,
    Restraint restraint,
    Book<ResourceId, Standing> others,
    Book<ResourceId, Ruling> all,
    Book<ResourceId, Ruling> remarkable,
    Sum<ResourceId, Ruling> unchanged) {

  static Rulings none() {
    return new Rulings(
        Actual.of(List.of()),
        Demand.of(List.of(), List.of()),
        Restraint.none(),
        Book.empty(),
        Book.empty(),
        Book.empty(),
        Sum.zero());
  }

  /** The rulings when this is what stands, and what is called for. */
  Rulings then(Actual nowActual, Demand nowDemand, Grounds grounds) {
    var nowOthers = others(nowActual, grounds.rules());
    var nowAll =
        all(nowActual, nowDemand, grounds, new HostsOfOthers(nowOthers, nowActual.claims()));
    var nowRemarkable = remarkable.revise();
    for (var difference : nowAll.since(all)) {
      nowRemarkable.set(difference.key(), difference.now().filter(Ruling::remarkable));
    }
    return new Rulings(
        nowActual,
        nowDemand,
        grounds.restraint(),
        nowOthers,
        nowAll,
        nowRemarkable.book(),
        unchanged.then(nowAll, ruling -> ruling.unchanged() ? 1 : 0));
  }

  private Book<ResourceId, Standing> others(Actual nowActual, Rules rules) {
    var now = others.revise();
    for (var difference : nowActual.resources().since(actual.resources())) {
      now.set(difference.key(), difference.now().filter(standing -> !rules.own(standing)));
    }
    return now.book();
  }

  private Book<ResourceId, Ruling> all(
      Actual nowActual, Demand nowDemand, Grounds grounds, HostsOfOthers hosts) {
    var now = all.revise();
    var wanted = new Wanted(grounds, hosts);
    var left = new ArrayList<Standing>();
    for (var id : reopened(nowActual, nowDemand, grounds)) {
      var standing = Optional.ofNullable(nowActual.resources().get(id));
      var ruling = grounds.desired(id, nowDemand).map(service -> wanted.of(service, standing));
      now.set(id, ruling);
      standing.filter(one -> ruling.isEmpty() && grounds.rules().own(one)).ifPresent(left::add);
    }
    // After those on what is desired, because a place may have to wait until its successor is told.
    var leaving = new Leaving(grounds, nowActual, now::get);
    left.forEach(standing -> now.put(standing.id(), leaving.of(standing)));
    return now.book();
  }

  private Set<ResourceId> reopened(Actual nowActual, Demand nowDemand, Grounds grounds) {
    var ids = new HashSet<ResourceId>();
    nowActual.resources().since(actual.resources()).forEach(one -> ids.add(one.key()));
    nowDemand.services().since(demand.services()).forEach(one -> ids.add(one.key()));
    // What is displaced is looked at only where the one restraint or the other touches it.
    ids.addAll(restraint.touched());
    ids.addAll(grounds.restraint().touched());
    if (nowDemand.gaps().equals(demand.gaps())) {
      remarkable.forEach(
          (id, ruling) -> {
            if (ruling.open(grounds.now())) {
              ids.add(id);
            }
          });
    } else {
      ids.addAll(all.keySet());
    }
    return ids;
  }

  Plan plan() {
    var writes = new ArrayList<Change>();
    var deletions = new ArrayList<Change>();
    var heldBack = new ArrayList<Held>();
    var rejected = new ArrayList<Rejection>();
    for (var ruling : remarkable.values()) {
      ruling
          .change()
          .ifPresent(one -> (one instanceof Change.Delete ? deletions : writes).add(one));
      heldBack.addAll(ruling.heldBack());
      ruling.rejection().ifPresent(rejected::add);
    }
    writes.addAll(deletions);
    return new Plan(writes, heldBack, rejected, unchanged.total(), expires());
  }

  private Optional<Instant> expires() {
    return remarkable.values().stream()
        .flatMap(ruling -> ruling.expires().stream())
        .min(Comparator.naturalOrder());
  }
}
