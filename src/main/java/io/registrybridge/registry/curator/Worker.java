package io.registrybridge.registry.curator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread on which a registry is watched. It outlives every bug, and tells of it. */
final class Worker implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Worker.class);

  private final String registry;
  private final Clock clock;
  private final ScheduledThreadPoolExecutor thread;

  private Consumer<Throwable> bugs = bug -> {};
  private String lastBug = "";

  Worker(String registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
    this.thread = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "registry-" + registry));
    thread.setRemoveOnCancelPolicy(true);
  }

  private static Thread daemon(Runnable task, String name) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Who is told of bugs, on the thread. */
  void onBug(Consumer<Throwable> bugs) {
    this.bugs = bugs;
  }

  Instant now() {
    return clock.instant();
  }

  /** Behind what was given to it before; not at all once it is closed. */
  void run(Task task) {
    try {
      thread.execute(() -> safely(task));
    } catch (RejectedExecutionException e) {
      log.debug("Registry {} was closed before it could be read", registry);
    }
  }

  Future<?> runAfter(Duration delay, Task task) {
    return thread.schedule(() -> safely(task), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void safely(Task task) {
    try {
      task.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception | Error e) {
      if (!thread.isShutdown()) {
        note(e);
        bugs.accept(e);
      }
    }
  }

  private void note(Throwable bug) {
    if (!lastBug.equals(bug.toString())) {
      lastBug = bug.toString();
      log.error("The reader of registry {} has a bug", registry, bug);
    }
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

  /** Something to do; what it throws is a bug. */
  interface Task {
    void run() throws Exception;
  }
}
