package io.registrybridge.mapping;

import io.registrybridge.catalog.Service;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What one service counts for.
 *
 * @param up the addresses of those that nobody took out
 * @param out the addresses of those that somebody did
 * @param called false if the rules let nothing of it through
 */
record Counted(List<String> up, List<String> out, boolean called) {

  Counted {
    up = List.copyOf(up);
    out = List.copyOf(out);
  }

  /** Of a service that the rules leave out. */
  static final Counted NOTHING = new Counted(List.of(), List.of(), false);

  static Counted of(Service service, MappingRules rules) {
    if (!rules.names().chosen(service.key().name())) {
      return NOTHING;
    }
    var draft = Drafting.draft(service, rules);
    var starved = draft.usable() && draft.candidates().isEmpty();
    return new Counted(draft.up(), draft.out(), !starved);
  }

  int there() {
    return up.size() + out.size();
  }

  int there(Predicate<String> excused) {
    return up.size() + (int) out.stream().filter(excused).count();
  }

  Set<String> addresses() {
    var addresses = new HashSet<>(up);
    addresses.addAll(out);
    return addresses;
  }

  /** Whether something of what was there before is not, however much else is. */
  boolean lacks(Counted before) {
    var there = addresses();
    return there() < before.there()
        || !there.containsAll(before.up)
        || !there.containsAll(before.out);
  }
}
