package io.registrybridge.sync;

import io.registrybridge.sink.Leadership;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What operators decided: told to this replica alone, or where replicas share a sink to any of
 * them. Safe on any thread.
 */
final class Operators {

  private final List<Leadership> leaderships;
  private final Clock clock;
  private final Set<Word> heeded = ConcurrentHashMap.newKeySet();
  private final Set<String> purges = ConcurrentHashMap.newKeySet();
  private volatile boolean pausedAlone;

  /** A word of release, which every sink's replicas are told. */
  private record Word(String registry, String mark) {}

  Operators(List<Leadership> leaderships, Clock clock) {
    this.leaderships = List.copyOf(leaderships);
    this.clock = clock;
  }

  boolean paused() {
    return pausedAlone
        || leaderships.stream().anyMatch(one -> one.decisions().paused().isPresent());
  }

  /**
   * Stops the writing of all replicas. That any of the sinks has the word is enough.
   *
   * @return why it is not so, as a sentence; else empty
   */
  Optional<String> pause() {
    if (leaderships.isEmpty()) {
      pausedAlone = true;
      return Optional.empty();
    }
    var mark = Optional.of(mark());
    return anyTold(one -> one.pause(mark));
  }

  /**
   * Starts it again. No sink may have the other word any more.
   *
   * @return why it is not so, as a sentence; else empty
   */
  Optional<String> resume() {
    pausedAlone = false;
    return joined(troubles(leaderships.stream().map(one -> one.pause(Optional.empty())).toList()));
  }

  /**
   * Tells all replicas to let go what is held of the registry now. This one is not told by {@link
   * #released()} again.
   *
   * @return why they were not told, as a sentence; else empty
   */
  Optional<String> release(String registry) {
    var word = new Word(registry, mark());
    heeded.add(word);
    return anyTold(one -> one.release(registry, word.mark()));
  }

  private Optional<String> anyTold(Function<Leadership, Optional<String>> word) {
    var troubles = troubles(leaderships.stream().map(word).toList());
    return troubles.isEmpty() || troubles.size() < leaderships.size()
        ? Optional.empty()
        : joined(troubles);
  }

  /**
   * Tells all replicas, which are paused, to delete everything. This one is not told by {@link
   * #purged()} again.
   *
   * @return why they were not told, as a sentence; else empty
   */
  Optional<String> purge() {
    return anyTold(
        one -> {
          var mark = one.decisions().paused();
          mark.ifPresent(purges::add);
          return mark.flatMap(one::purge);
        });
  }

  /**
   * Whether another replica was told to delete everything since this was last asked. The word holds
   * only together with its pause, so that an old one means nothing wherever it comes from.
   */
  boolean purged() {
    return leaderships.stream()
            .map(Leadership::decisions)
            .filter(one -> one.purged().equals(one.paused()))
            .flatMap(one -> one.purged().stream())
            .filter(purges::add)
            .count()
        > 0; // all of them, since each is heeded
  }

  /** The registries that another replica was told to let go since this was last asked. */
  Set<String> released() {
    var registries = new HashSet<String>();
    for (var leadership : leaderships) {
      leadership
          .decisions()
          .released()
          .forEach(
              (registry, mark) -> {
                if (heeded.add(new Word(registry, mark))) {
                  registries.add(registry);
                }
              });
    }
    return registries;
  }

  private String mark() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS).toString();
  }

  private static List<String> troubles(List<Optional<String>> told) {
    var troubles = new ArrayList<String>();
    told.forEach(one -> one.ifPresent(troubles::add));
    return troubles;
  }

  private static Optional<String> joined(List<String> troubles) {
    return troubles.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", troubles));
  }
}
