package io.registrybridge.bench;

import io.registrybridge.registry.Registry;
import io.registrybridge.sink.Sink;
import io.registrybridge.sync.Loop;
import io.registrybridge.sync.PassReport;
import io.registrybridge.sync.Reconciler;
import io.registrybridge.sync.Timing;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A bridge between one registry and one sink. */
final class Running implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Loop loop;

  /** Makes passes when it is asked to. */
  Running(Registry registry, Sink sink) {
    this(registry, sink, new Timing(Duration.ofHours(1), Duration.ZERO, Duration.ZERO));
  }

  Running(Registry registry, Sink sink, Timing timing) {
    var now = Clock.systemUTC().instant();
    var reconciler =
        new Reconciler(List.of(registry), List.of(sink), Estate.settings(), executor, now);
    loop = new Loop(reconciler, timing, Clock.systemUTC(), executor, pass -> {});
    loop.start();
  }

  /**
   * Follows what the registry says, timed as it is by default; neither is started yet.
   *
   * @param hinted is run when the registry says that it has something new to say
   */
  static Running following(Registry registry, Sink sink, Runnable hinted) {
    var timing = new Timing(Duration.ofSeconds(30), Duration.ofMillis(100), Duration.ofSeconds(1));
    var running = new Running(registry, sink, timing);
    sink.start(() -> running.loop.hint(sink.name()));
    registry.start(
        () -> {
          hinted.run();
          running.loop.hint(registry.name());
        });
    return running;
  }

  PassReport pass() throws InterruptedException {
    return loop.request(PATIENCE).done().orElseThrow();
  }

  @Override
  public void close() {
    loop.close();
    executor.shutdownNow();
  }
}
