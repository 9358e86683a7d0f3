package io.registrybridge.mapping;

import io.registrybridge.catalog.Service;
import java.util.List;
import java.util.function.Predicate;

/**
 * What one service counts for.
 *
 * @param out the addresses of those that somebody took out
 * @param called false if the rules let nothing of it through
 */
record Counted(int up, List<String> out, boolean called) {

  /** Of a service that the rules leave out. */
  static final Counted NOTHING = new Counted(0, List.of(), false);

  static Counted of(Service service, MappingRules rules) {
    if (!rules.names().chosen(service.key().name())) {
      return NOTHING;
    }
    var draft = Drafting.draft(service, rules);
    var starved = draft.usable() && draft.candidates().isEmpty();
    return new Counted(draft.up(), draft.out(), !starved);
  }

  int there() {
    return up + out.size();
  }

  int there(Predicate<String> excused) {
    return up + (int) out.stream().filter(excused).count();
  }
}
