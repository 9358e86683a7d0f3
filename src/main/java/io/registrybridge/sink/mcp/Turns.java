package io.registrybridge.sink.mcp;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who is told much just now: one istiod after the other, because gRPC copies what it sends for each
 * of them before the first byte leaves, and mostly by one executor, because it keeps some of that
 * for each thread. One that takes nothing keeps the next waiting only for a moment. Safe on any
 * thread.
 */
final class Turns {

  private final Executor executor;
  private final Executor later;

  // Guarded by this.
  private final Set<Runnable> waiting = new LinkedHashSet<>();
  private @Nullable Turn current;

  /** One turn of somebody's. Compared by identity: a later one is another. */
  private static final class Turn {

    private final Runnable telling;

    Turn(Runnable telling) {
      this.telling = telling;
    }
  }

  /**
   * @param executor runs those whose turn has come
   * @param moment after which the next one's turn has come anyhow
   */
  Turns(Executor executor, Duration moment) {
    this.executor = executor;
    this.later =
        CompletableFuture.delayedExecutor(moment.toNanos(), TimeUnit.NANOSECONDS, executor);
  }

  /**
   * Whether it may tell now.
   *
   * @param telling is run when it may, if it may not; always the same for the same istiod
   */
  synchronized boolean take(Runnable telling) {
    if (has(telling)) {
      return true;
    }
    waiting.add(telling);
    if (current == null) {
      next();
    }
    return false;
  }

  /** It has nothing more to tell. */
  synchronized void end(Runnable telling) {
    waiting.remove(telling);
    if (has(telling)) {
      next();
    }
  }

  private boolean has(Runnable telling) {
    return current != null && current.telling.equals(telling);
  }

  private synchronized void passed(Turn turn) {
    if (turn.equals(current)) {
      next();
    }
  }

  private void next() {
    current = null;
    waiting.stream()
        .findFirst()
        .ifPresent(
            first -> {
              waiting.remove(first);
              var turn = new Turn(first);
              current = turn;
              later.execute(() -> passed(turn)); // whatever comes of the other
              executor.execute(first);
            });
  }
}
