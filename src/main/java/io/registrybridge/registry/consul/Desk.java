package io.registrybridge.registry.consul;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which everything that is known of one registry changes.
 *
 * <p>What runs on it must not wait for anything. When it is closed nothing runs any more.
 */
final class Desk implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Desk.class);

  private final String registry;
  private final ScheduledThreadPoolExecutor thread;

  private Consumer<String> mistaken = mistake -> {};
  private String lastMistake = "";

  Desk(String registry) {
    this.registry = registry;
    this.thread = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "registry-" + registry));
    thread.setRemoveOnCancelPolicy(true);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    // An answer that comes after the end is nobody's.
    thread.setRejectedExecutionHandler(new DiscardPolicy());
  }

  private static Thread daemon(Runnable task, String name) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Is told on this thread when something that ran here has a bug, to begin anew. */
  void mistaken(Consumer<String> begin) {
    mistaken = begin;
  }

  void run(Runnable task) {
    thread.execute(() -> attempt(task));
  }

  /** Runs it after a while, unless that is cancelled before. */
  Future<?> after(Duration delay, Runnable task) {
    return thread.schedule(() -> attempt(task), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Hands over what comes of it when it is there; never if it was cancelled. */
  <T> void take(CompletableFuture<T> asked, Consumer<T> taker) {
    var unused =
        asked.whenComplete(
            (answer, failure) -> {
              if (answer != null) {
                run(() -> taker.accept(answer));
              } else if (!asked.isCancelled()) {
                run(() -> mistake(String.valueOf(failure), failure));
              }
            });
  }

  private void attempt(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      // The thread must outlive everything, or the registry would be stale for good.
      mistake(e.toString(), e);
    }
  }

  private void mistake(String words, Throwable mistake) {
    if (!lastMistake.equals(words)) {
      lastMistake = words;
      log.error("The reader of registry {} has a bug", registry, mistake);
    }
    mistaken.accept("the bridge failed to read it: " + words);
  }

  boolean closed() {
    return thread.isShutdown();
  }

  /** Returns when nothing runs any more. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      thread.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
