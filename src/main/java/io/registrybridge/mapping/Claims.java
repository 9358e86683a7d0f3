package io.registrybridge.mapping;

import io.registrybridge.book.Book;
import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.mapping.Contest.Loser;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which services have which hosts. The next one settles only those contests anew in which a draft
 * or a holder changed, and what goes to those that have to give way.
 *
 * @param holders the origins of what stands in the sink
 * @param contests by the host that is wanted
 * @param lost the contests in which somebody has to give way
 * @param tails what those get instead
 * @param flaws that they do
 */
record Claims(
    Drafts drafts,
    Possessions<Origin> holders,
    Book<ResourceId, Contest> contests,
    Book<ResourceId, Contest> lost,
    Book<ResourceId, List<Draft>> tails,
    List<Flaw> flaws) {

  static Claims none(Drafts drafts) {
    return new Claims(
        drafts, Possessions.none(), Book.empty(), Book.empty(), Book.empty(), List.of());
  }

  /** The drafts that become the resource, in the order of their services. */
  List<Draft> granted(ResourceId id) {
    var contest = contests.get(id);
    return contest == null || contest.granted().isEmpty()
        ? tails.getOrDefault(id, List.of())
        : contest.granted();
  }

  /** The claims when these are the drafts and the holders. */
  Claims then(Drafts nowDrafts, Possessions<Origin> nowHolders) {
    var umpire = new Umpire(nowHolders, nowDrafts.rules());
    var nextContests = contests.revise();
    var nextLost = lost.revise();
    reopened(nowDrafts, nowHolders)
        .forEach(
            (id, rivals) -> {
              var contest = Optional.of(umpire.contest(id, rivals.values()));
              nextContests.set(id, contest.filter(one -> !one.rivals().isEmpty()));
              nextLost.set(id, contest.filter(one -> !one.losers().isEmpty()));
            });
    var next =
        new Claims(nowDrafts, nowHolders, nextContests.book(), nextLost.book(), tails, flaws);
    return next.lost.isEmpty() && lost.isEmpty() ? next : next.withTails();
  }

  /** The rivals of each contest that may not end as it did, by service. */
  private SortedMap<ResourceId, SortedMap<ServiceKey, Draft>> reopened(
      Drafts nowDrafts, Possessions<Origin> nowHolders) {
    var reopened = new TreeMap<ResourceId, SortedMap<ServiceKey, Draft>>();
    for (var difference : nowHolders.owners().since(holders.owners())) {
      reopened.computeIfAbsent(difference.key(), this::rivals);
    }
    for (var key : unsettled(nowDrafts, nowHolders)) {
      claim(key, drafts)
          .map(draft -> reopened.computeIfAbsent(place(draft, holders), this::rivals))
          .ifPresent(rivals -> rivals.remove(key));
      claim(key, nowDrafts)
          .ifPresent(
              draft ->
                  reopened.computeIfAbsent(place(draft, nowHolders), this::rivals).put(key, draft));
    }
    return reopened;
  }

  private SortedMap<ServiceKey, Draft> rivals(ResourceId id) {
    var rivals = new TreeMap<ServiceKey, Draft>();
    Optional.ofNullable(contests.get(id)).stream()
        .flatMap(contest -> contest.rivals().stream())
        .forEach(draft -> rivals.put(draft.service(), draft));
    return rivals;
  }

  /** The services of which the draft changed, or something that they hold or held. */
  private Set<ServiceKey> unsettled(Drafts nowDrafts, Possessions<Origin> nowHolders) {
    var unsettled = new HashSet<ServiceKey>();
    for (var difference : nowDrafts.drafted().since(drafts.drafted())) {
      unsettled.add(difference.key());
    }
    for (var difference : nowHolders.owners().since(holders.owners())) {
      difference.before().ifPresent(all -> all.forEach(one -> unsettled.add(Drafts.key(one))));
      difference.now().ifPresent(all -> all.forEach(one -> unsettled.add(Drafts.key(one))));
    }
    return unsettled;
  }

  private static Optional<Draft> claim(ServiceKey key, Drafts drafts) {
    return Optional.ofNullable(drafts.drafted().get(key)).flatMap(Drafted::claim);
  }

  /** Where instances may say where they want to be, a service without any stays where it is. */
  private static ResourceId place(Draft draft, Possessions<Origin> holders) {
    var standing = holders.owners(draft.origin());
    return draft.mute() && draft.byInstances() && !standing.isEmpty()
        ? standing.get(0)
        : draft.wanted();
  }

  /** One after the other: what one has got is not free for the next. */
  private Claims withTails() {
    var granted = new TreeMap<ResourceId, List<Draft>>();
    var told = new ArrayList<Flaw>();
    for (var contest : lost.values()) {
      for (var loser : contest.losers()) {
        var tail =
            loser.draft().tails().stream()
                .filter(id -> !granted.containsKey(id) && free(id, loser.draft()))
                .findFirst();
        tail.ifPresent(id -> granted.put(id, List.of(loser.draft())));
        told.add(flaw(loser, tail));
      }
    }
    var same = told.equals(flaws) ? flaws : List.copyOf(told);
    return new Claims(drafts, holders, contests, lost, Book.copyOf(granted), same);
  }

  /** A tail is nobody else's: an application may be called like another one's tail on purpose. */
  private boolean free(ResourceId id, Draft draft) {
    var contest = contests.get(id);
    return (contest == null || contest.granted().isEmpty())
        && (!holders.owners().containsKey(id) || holders.has(id, draft.origin()));
  }

  private static Flaw flaw(Loser loser, Optional<ResourceId> tail) {
    var draft = loser.draft();
    return new Flaw(
        draft.service(),
        draft.wanted().name(),
        "the host '%s' is held by %s; %s"
            .formatted(
                draft.wanted().name(),
                loser.holder(),
                tail.map(id -> "this service becomes '" + id.name() + "'")
                        .orElse("this service gets none")
                    + "; mapping.hosts can give it another"));
  }
}
