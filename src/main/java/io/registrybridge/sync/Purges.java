package io.registrybridge.sync;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes all that is ours in every sink, each by the replica that writes to it. */
final class Purges {

  private static final Logger LOG = LoggerFactory.getLogger(Purges.class);

  /** A sink that does not answer, and another replica, keep a purge waiting no longer than this. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<Lane> lanes;
  private final Executor executor;

  Purges(List<Lane> lanes, Executor executor) {
    this.lanes = List.copyOf(lanes);
    this.executor = executor;
  }

  /**
   * Pauses all replicas and has each delete what it writes to, as {@link Bridge#purge} says.
   *
   * @param calls are told that something changed
   */
  List<Purged> everywhere(Operators operators, Calls calls) {
    var trouble = operators.pause();
    calls.hint("pause");
    if (trouble.isPresent()) {
      return lanes.stream().map(lane -> Purged.not(lane.delivery().name(), trouble.get())).toList();
    }
    var purged = here(calls);
    operators.purge().ifPresentOrElse(Purges::untold, () -> awaitOthers(calls));
    return now(purged);
  }

  private static void untold(String trouble) {
    LOG.warn("other replicas were not told to purge: {}", trouble);
  }

  private void awaitOthers(Calls calls) {
    try {
      calls.await(
          () -> lanes.stream().noneMatch(lane -> lane.delivery().purge().pendingElsewhere()),
          PATIENCE);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Purged> now(List<Purged> purged) {
    return IntStream.range(0, lanes.size())
        .mapToObj(index -> lanes.get(index).delivery().purge().now(purged.get(index)))
        .toList();
  }

  /** In every sink that this replica writes to. */
  List<Purged> here(Calls calls) {
    try {
      return here(PATIENCE);
    } finally {
      calls.hint("purge"); // also if it broke off: passes wait while no sink is free
    }
  }

  /**
   * In every sink that this replica writes to, each when its part of an earlier pass has ended.
   *
   * @param patience with those parts
   */
  List<Purged> here(Duration patience) {
    var purges =
        lanes.stream()
            .map(lane -> CompletableFuture.supplyAsync(() -> lane.purge(patience), executor))
            .toList();
    return purges.stream().map(CompletableFuture::join).toList();
  }
}
