package io.registrybridge.sink.kubernetes;

import io.registrybridge.mesh.ResourceId;
import io.registrybridge.sink.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * In which order writes are made: those that are new take turns with those that were left before,
 * so that neither has to wait until there are no more of the other. For one thread.
 */
final class Queue {

  /** Who has been waiting longest is first. */
  private final Set<ResourceId> left = new LinkedHashSet<>();

  /** The writes of one plan in their order. */
  Collection<Write> of(List<Write> writes) {
    var fresh = new LinkedHashMap<ResourceId, Write>();
    writes.forEach(write -> fresh.put(write.id(), write));
    left.retainAll(fresh.keySet());
    var waiting = left.stream().map(fresh::remove).filter(Objects::nonNull).toList().iterator();
    var order = new ArrayList<Write>(writes.size());
    for (var write : fresh.values()) {
      order.add(write);
      if (waiting.hasNext()) {
        order.add(waiting.next());
      }
    }
    waiting.forEachRemaining(order::add);
    return order;
  }

  /** What became of them. */
  void went(List<Outcome> outcomes) {
    for (var outcome : outcomes) {
      if (outcome instanceof Outcome.Left) {
        left.add(outcome.change().id());
      } else {
        left.remove(outcome.change().id());
      }
    }
  }
}
