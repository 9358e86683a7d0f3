package io.registrybridge.sink.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A sink's threads: one that reads and keeps time, and those that write. */
final class Threads implements AutoCloseable {

  private final String sink;
  private final ScheduledExecutorService timer;
  private final ExecutorService writers;
  private final Duration patience;
  private final AtomicReference<Future<?>> alarm =
      new AtomicReference<>(new FutureTask<>(() -> {}, true));

  Threads(String sink, KubernetesSettings settings) {
    this.sink = sink;
    // What is asked of it after its end, by watches that were cut off, is to be forgotten.
    timer = new ScheduledThreadPoolExecutor(1, named(sink + "-watch-"), new DiscardPolicy());
    writers = Executors.newFixedThreadPool(settings.concurrency(), named(sink + "-write-"));
    patience = settings.timeout();
  }

  /** The name of the sink whose they are. */
  String sink() {
    return sink;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  ExecutorService writers() {
    return writers;
  }

  /** Runs the task at that time, instead of the one that was to run at another. */
  void wake(Runnable task, Instant now, Instant due) {
    var delay = Math.max(0, Duration.between(now, due).toMillis());
    alarm.getAndSet(timer.schedule(task, delay, TimeUnit.MILLISECONDS)).cancel(false);
  }

  /** Cuts off what reads, and lets what writes come to its end. */
  @Override
  public void close() {
    timer.shutdownNow();
    writers.shutdown();
    try {
      writers.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
      timer.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ThreadFactory named(String prefix) {
    var count = new AtomicInteger();
    return task -> {
      var thread = new Thread(task, prefix + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
