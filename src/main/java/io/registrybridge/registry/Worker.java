package io.registrybridge.registry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which all that is known of a registry changes, so that nothing of it is locked.
 * It outlives every bug, and tells of it.
 *
 * <p>What runs on it must not wait for anything. When it is closed nothing runs any more.
 */
public final class Worker implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Worker.class);

  /** Something to do; what it throws is a bug. */
  public interface Task {
    void run() throws Exception;
  }

  private final String registry;
  private final Clock clock;
  private final ScheduledThreadPoolExecutor thread;

  private Consumer<Throwable> bugs = bug -> {};
  private String lastBug = "";

  /** Has nothing to do yet. */
  public Worker(String registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
    this.thread = new ScheduledThreadPoolExecutor(1, new Daemons("registry-" + registry));
    thread.setRemoveOnCancelPolicy(true);
    // What comes after the end is nobody's.
    thread.setRejectedExecutionHandler(new DiscardPolicy());
  }

  /** Who is told of bugs, on the thread. */
  public void onBug(Consumer<Throwable> bugs) {
    this.bugs = bugs;
  }

  public Instant now() {
    return clock.instant();
  }

  /** Behind what was given to it before. */
  public void run(Task task) {
    thread.execute(() -> safely(task));
  }

  /** After a while, unless that is cancelled before. */
  public Future<?> runAfter(Duration delay, Task task) {
    return thread.schedule(() -> safely(task), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Hands over what somebody was asked for when it is there; never if that was cancelled. */
  public <T> void take(CompletableFuture<T> asked, Consumer<T> taker) {
    var unused =
        asked.whenComplete(
            (answer, failure) -> {
              if (answer != null) {
                run(() -> taker.accept(answer));
              } else if (!asked.isCancelled()) {
                run(() -> note(failure));
              }
            });
  }

  private void safely(Task task) {
    try {
      task.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception | Error e) {
      note(e);
    }
  }

  private void note(Throwable bug) {
    if (thread.isShutdown()) {
      return; // it may be that it was interrupted
    }
    if (!lastBug.equals(bug.toString())) {
      lastBug = bug.toString();
      log.atError()
          .addKeyValue("registry", registry)
          .setCause(bug)
          .log("The reader of registry {} has a bug", registry);
    }
    bugs.accept(bug);
  }

  /** Whether nothing is run any more. */
  public boolean closed() {
    return thread.isShutdown();
  }

  /** Returns when nothing is run any more. */
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
