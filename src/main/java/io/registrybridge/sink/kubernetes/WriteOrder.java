package io.registrybridge.sink.kubernetes;

import io.registrybridge.mesh.ResourceId;
import io.registrybridge.sink.Outcome;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * In which order the writes of plans are made whose end is left to the next: what was asked for
 * last takes turns with what has been waiting longest, so that neither waits for all of the other.
 * For one thread.
 */
final class WriteOrder {

  /** Of which of the two a write is. */
  enum Side {
    NEWEST,
    OLDEST
  }

  /** A write in its place. */
  record Place(Write write, Side side) {}

  /**
   * What is asked for.
   *
   * @param since which plan something has been waiting here, whatever it was
   * @param asked the plan that asked for just this first
   */
  private record Waiting(Write write, long since, long asked) {

    Waiting then(Write now, long plan) {
      return new Waiting(now, since, now.asksFor(write) ? asked : plan);
    }
  }

  private Map<ResourceId, Waiting> left = Map.of();
  private long plans;

  /** The writes of the next plan in their order; those of one plan are in its own. */
  Collection<Place> of(List<Write> writes) {
    plans++;
    var waiting = new HashMap<ResourceId, Waiting>();
    writes.forEach(write -> waiting.put(write.id(), waiting(write)));
    left = waiting;
    // Of what is new the one first that waits for longest: some are asked for anew in each plan.
    var byAge = Comparator.comparingLong((Write write) -> waiting(write.id()).since());
    var byNews = Comparator.comparingLong((Write write) -> -waiting(write.id()).asked());
    var oldest = writes.stream().sorted(byAge).toList();
    var newest = writes.stream().sorted(byNews.thenComparing(byAge)).toList();
    var places = new LinkedHashMap<ResourceId, Place>();
    for (var turn = 0; turn < writes.size(); turn++) {
      take(places, newest.get(turn), Side.NEWEST);
      take(places, oldest.get(turn), Side.OLDEST);
    }
    return places.values();
  }

  private static void take(Map<ResourceId, Place> places, Write write, Side side) {
    places.putIfAbsent(write.id(), new Place(write, side));
  }

  /** What is wanted otherwise than before is news, and has waited no less for that. */
  private Waiting waiting(Write write) {
    return Optional.ofNullable(left.get(write.id()))
        .map(known -> known.then(write, plans))
        .orElseGet(() -> new Waiting(write, plans, plans));
  }

  private Waiting waiting(ResourceId id) {
    return Objects.requireNonNull(left.get(id));
  }

  /** What became of them: only what was left goes on waiting. */
  void went(List<Outcome> outcomes) {
    var waiting = new HashMap<ResourceId, Waiting>();
    outcomes.stream()
        .filter(Outcome.Left.class::isInstance)
        .map(outcome -> outcome.change().id())
        .forEach(id -> Optional.ofNullable(left.get(id)).ifPresent(one -> waiting.put(id, one)));
    left = waiting;
  }
}
