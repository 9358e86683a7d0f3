package io.registrybridge.mapping;

import io.registrybridge.mapping.Contest.Loser;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Decides which services get a host when several want it.
 *
 * <p>Who holds a host in the sink keeps it, also while its registry is silent; without a holder the
 * first in order has it. Whoever had to give way stays where it went as long as that stands: or
 * else a service that flaps would hand its host, and its callers, to a stranger.
 *
 * @param holders the origins of what stands in the sink
 * @param rules by registry
 */
record Umpire(Possessions<Origin> holders, Map<String, MappingRules> rules) {

  private static final String CROWD =
      "as many services as the annotations can name, for which Kubernetes allows 256 KiB";

  /**
   * Decides who has the host.
   *
   * @param rivals in the order of their services
   */
  Contest contest(ResourceId id, Collection<Draft> rivals) {
    var losers = new ArrayList<Loser>();
    var running = new ArrayList<Draft>();
    for (var draft : rivals) {
      if (gaveWayBefore(draft)) {
        losers.add(new Loser(draft, "another service"));
      } else {
        running.add(draft);
      }
    }
    running.sort(rank(holders.of(id)));
    var granted = granted(id, running);
    running.stream()
        .filter(draft -> !granted.contains(draft))
        .forEach(
            draft ->
                losers.add(new Loser(draft, fits(granted, draft) ? holder(id, running) : CROWD)));
    granted.sort(Comparator.comparing(Draft::service));
    return new Contest(List.copyOf(rivals), granted, losers);
  }

  private boolean gaveWayBefore(Draft draft) {
    var origin = draft.origin();
    return !draft.byHand()
        && draft.tails().stream().anyMatch(tail -> holders.has(tail, origin))
        && !holders.has(draft.wanted(), origin);
  }

  private static Comparator<Draft> rank(List<Origin> holding) {
    return Comparator.comparing((Draft draft) -> !holding.contains(draft.origin()))
        .thenComparing(draft -> !draft.byHand())
        .thenComparing(Draft::service);
  }

  /** One registry's partition has a service once; a second one of the same party is a rival. */
  private List<Draft> granted(ResourceId id, List<Draft> running) {
    var granted = new ArrayList<Draft>();
    var sources = new HashSet<String>();
    for (var draft : running) {
      if (draft.party().equals(party(id, running))
          && fits(granted, draft)
          && (draft.byHand() || sources.add(source(draft)))) {
        granted.add(draft);
      }
    }
    return granted;
  }

  /** What a resource came from is named in an annotation, and Kubernetes limits those. */
  private static boolean fits(List<Draft> granted, Draft draft) {
    return Stream.concat(granted.stream(), Stream.of(draft))
            .mapToLong(one -> one.origin().bytes())
            .sum()
        <= Origin.MOST_BYTES;
  }

  private static String source(Draft draft) {
    return draft.service().registry() + "/" + draft.service().partition();
  }

  private String party(ResourceId id, List<Draft> running) {
    return holders.of(id).stream().findFirst().map(this::party).orElse(running.get(0).party());
  }

  private String party(Origin origin) {
    var itsRules = rules.get(origin.registry());
    return itsRules == null
        ? "name " + origin.service().toLowerCase(Locale.ROOT)
        : Draft.party(origin.service(), itsRules);
  }

  private String holder(ResourceId id, List<Draft> running) {
    return holders.of(id).stream()
        .findFirst()
        .map(origin -> origin.registry() + "/" + origin.service())
        .orElse(running.get(0).service().toString());
  }
}
