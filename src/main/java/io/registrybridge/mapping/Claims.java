package io.registrybridge.mapping;

import io.registrybridge.catalog.Flaw;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decides which services get which host when several want one.
 *
 * <p>Who holds a host in the sink keeps it, also while its registry is silent; without a holder the
 * first in order has it. Whoever had to give way stays where it went as long as that stands: or
 * else a service that flaps would hand its host, and its callers, to a stranger.
 */
final class Claims {

  private final Map<ResourceId, List<Origin>> holders;
  private final Map<String, MappingRules> rules;
  private final SortedMap<ResourceId, List<Draft>> granted = new TreeMap<>();
  private final Map<Origin, ResourceId> seats = new HashMap<>();
  private final Map<Draft, String> leftOver = new LinkedHashMap<>();
  private final List<Flaw> flaws = new ArrayList<>();

  /**
   * No host is granted yet.
   *
   * @param holders the origins of what stands in the sink
   * @param rules by registry
   */
  Claims(Map<ResourceId, List<Origin>> holders, Map<String, MappingRules> rules) {
    this.holders = holders;
    this.rules = rules;
  }

  /** Grants every draft a host. */
  void settle(Collection<Draft> drafts) {
    var wanted = new TreeMap<ResourceId, List<Draft>>();
    for (var draft : drafts) {
      if (gaveWayBefore(draft)) {
        giveWay(draft, "another service");
      } else {
        wanted.computeIfAbsent(wanted(draft), id -> new ArrayList<>(1)).add(draft);
      }
    }
    wanted.forEach(this::settle);
    leftOver.forEach(this::grantTail);
  }

  /** Where instances may say where they want to be, a service without any stays where it is. */
  private ResourceId wanted(Draft draft) {
    return draft.mute() && draft.byInstances()
        ? seats().getOrDefault(draft.origin(), draft.wanted())
        : draft.wanted();
  }

  private Map<Origin, ResourceId> seats() {
    if (seats.isEmpty()) {
      new TreeMap<>(holders)
          .forEach((id, origins) -> origins.forEach(origin -> seats.putIfAbsent(origin, id)));
    }
    return seats;
  }

  private boolean gaveWayBefore(Draft draft) {
    return !draft.byHand()
        && draft.tails().stream().anyMatch(tail -> holds(tail, draft))
        && !holds(draft.wanted(), draft);
  }

  private boolean holds(ResourceId id, Draft draft) {
    var origins = holders.getOrDefault(id, List.of());
    return !origins.isEmpty() && origins.contains(draft.origin());
  }

  private void settle(ResourceId id, List<Draft> rivals) {
    var origins = holders.getOrDefault(id, List.of());
    if (origins.isEmpty() && rivals.size() == 1) {
      granted.put(id, rivals);
      return;
    }
    rivals.sort(
        Comparator.comparing((Draft draft) -> !origins.contains(draft.origin()))
            .thenComparing(draft -> !draft.byHand())
            .thenComparing(Draft::service));
    var party = origins.isEmpty() ? rivals.get(0).party() : party(origins.get(0));
    var holder = origins.isEmpty() ? rivals.get(0).service().toString() : describe(origins.get(0));
    var sources = new HashSet<String>();
    for (var draft : rivals) {
      if (draft.party().equals(party) && (draft.byHand() || sources.add(source(draft)))) {
        granted.computeIfAbsent(id, key -> new ArrayList<>(1)).add(draft);
      } else {
        giveWay(draft, holder);
      }
    }
  }

  /** One registry's partition has a service once; a second one of the same party is a rival. */
  private static String source(Draft draft) {
    return draft.service().registry() + "/" + draft.service().partition();
  }

  private String party(Origin origin) {
    var itsRules = rules.get(origin.registry());
    return itsRules == null
        ? "name " + origin.service().toLowerCase(Locale.ROOT)
        : Draft.party(origin.service(), itsRules);
  }

  private static String describe(Origin origin) {
    return origin.registry() + "/" + origin.service();
  }

  private void giveWay(Draft draft, String holder) {
    leftOver.put(draft, holder);
  }

  /** A tail is nobody else's: an application may be called like another one's tail on purpose. */
  private void grantTail(Draft draft, String holder) {
    var tail = draft.tails().stream().filter(id -> free(id, draft)).findFirst();
    tail.ifPresent(id -> granted.put(id, new ArrayList<>(List.of(draft))));
    flaws.add(
        new Flaw(
            draft.service(),
            draft.wanted().name(),
            "the host '%s' is held by %s; %s"
                .formatted(
                    draft.wanted().name(),
                    holder,
                    tail.map(id -> "this service becomes '" + id.name() + "'")
                            .orElse("this service gets none")
                        + "; mapping.hosts can give it another")));
  }

  private boolean free(ResourceId id, Draft draft) {
    return !granted.containsKey(id) && (!holders.containsKey(id) || holds(id, draft));
  }

  /** The drafts by the resource that they become, in the order of their services. */
  SortedMap<ResourceId, List<Draft>> granted() {
    granted.values().forEach(drafts -> drafts.sort(Comparator.comparing(Draft::service)));
    return granted;
  }

  List<Flaw> flaws() {
    return flaws;
  }
}
