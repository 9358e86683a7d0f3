package io.registrybridge.sink.kubernetes;

import io.registrybridge.sink.kubernetes.WriteOrder.Side;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that take their tasks from two sides in turn, so that one service of thousands of objects
 * keeps only those of its own side waiting. Safe on any thread.
 */
final class Writers {

  private final Executor threads;
  private final Queue<Runnable> newest = new ConcurrentLinkedQueue<>();
  private final Queue<Runnable> oldest = new ConcurrentLinkedQueue<>();
  private final AtomicInteger turns = new AtomicInteger();

  Writers(Executor threads) {
    this.threads = threads;
  }

  /**
   * Where tasks of this side are run.
   *
   * @return refuses tasks by {@link RejectedExecutionException} as soon as the threads do, and by
   *     an Error where none can be started
   */
  Executor of(Side side) {
    return task -> add(side == Side.NEWEST ? newest : oldest, task);
  }

  private void add(Queue<Runnable> tasks, Runnable task) {
    tasks.add(task);
    try {
      threads.execute(this::next);
    } catch (RejectedExecutionException | Error refused) {
      if (tasks.remove(task)) {
        throw refused;
      }
      next(); // another call took it, and left its own
    }
  }

  /** There is a task for each call. */
  private void next() {
    var first = (turns.getAndIncrement() & 1) == 0 ? newest : oldest;
    var task = first.poll();
    if (task == null) {
      task = (first == newest ? oldest : newest).poll();
    }
    if (task != null) {
      task.run();
    }
  }
}
