package io.registrybridge.sink.mcp;

import com.google.protobuf.ByteString;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.registrybridge.sink.mcp.ConfigMaps.Value;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What some ConfigMaps hold, as of late. One thread speaks with the API server, one request after
 * the other, so that what is known never goes back in time.
 */
final class ConfigMapStore implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ConfigMapStore.class);

  private static final Duration AGAIN = Duration.ofSeconds(2);

  /** A watch whose server has vanished looks like one that has nothing to tell. */
  private static final Duration ANEW = Duration.ofMinutes(10);

  private static final int ATTEMPTS = 4;
  private static final int CONFLICT = 409;

  private final ConfigMaps maps;
  private final ScheduledExecutorService thread;
  private volatile Runnable hint = () -> {};
  private volatile Map<String, Value> values = Map.of();
  private volatile Optional<String> trouble;
  private final AtomicInteger restarts = new AtomicInteger();
  private volatile boolean tried;

  // The thread's own.
  private Optional<Watch> watch = Optional.empty();
  private Future<?> next = CompletableFuture.completedFuture(null);

  ConfigMapStore(ConfigMaps maps) {
    this.maps = maps;
    this.trouble = Optional.of(maps + ": not read yet");
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var one = new Thread(task, "snapshot-" + maps.name());
              one.setDaemon(true);
              return one;
            });
  }

  /**
   * Begins to read and to watch.
   *
   * @param itsHint is run when something was changed by somebody else, on the one thread that also
   *     writes: it has to end without waiting for that
   */
  void start(Runnable itsHint) {
    hint = itsHint;
    thread.execute(this::open);
  }

  /** By part; the same object as long as nothing changed. */
  Map<String, Value> values() {
    return values;
  }

  /** Whether they were asked for at least once, whatever came of it. */
  boolean tried() {
    return tried;
  }

  /** Why what is known may be wrong, as a sentence. */
  Optional<String> trouble() {
    return trouble;
  }

  /** How often the watch broke off. */
  int restarts() {
    return restarts.get();
  }

  private void open() {
    try {
      // In this order: what changes in between is heard of.
      watch.ifPresent(Watch::close);
      watch = Optional.of(maps.watch(this::changed, this::reopen));
      var all = new HashMap<String, Value>();
      maps.list().forEach(value -> all.put(value.part(), value));
      values = Map.copyOf(all);
      trouble = Optional.empty();
      openIn(ANEW);
    } catch (RuntimeException | Error unanswered) { // or else it would never be tried again
      turned(unanswered);
      openIn(AGAIN);
    }
    tried = true;
    hint.run();
  }

  private void turned(Throwable unanswered) {
    var reason = "reading " + maps + ": " + unanswered.getMessage();
    if (trouble.isEmpty() && !thread.isShutdown()) {
      log.warn("{}", reason);
    }
    trouble = Optional.of(reason);
  }

  /** The watch ended. */
  private void reopen() {
    if (!thread.isShutdown()) {
      restarts.incrementAndGet();
      thread.execute(() -> openIn(AGAIN));
    }
  }

  private void openIn(Duration pause) {
    next.cancel(false);
    if (!thread.isShutdown()) {
      next = thread.schedule(this::open, pause.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void changed(String part, String version) {
    if (!thread.isShutdown()) {
      thread.execute(() -> reload(part, version));
    }
  }

  /** Unless the news is of this bridge's own doing. */
  private void reload(String part, String version) {
    if (!Value.of(part, values).version().equals(version)) {
      try {
        reload(part);
      } catch (RuntimeException unanswered) {
        turned(unanswered);
        openIn(AGAIN);
      }
      hint.run();
    }
  }

  private void reload(String part) {
    maps.get(part).ifPresentOrElse(this::remember, () -> forget(part));
  }

  private void remember(Value value) {
    var next = new HashMap<>(values);
    next.put(value.part(), value);
    values = Map.copyOf(next);
  }

  private void forget(String part) {
    var next = new HashMap<>(values);
    next.remove(part);
    values = Map.copyOf(next);
  }

  /**
   * Changes one part. If somebody else was first, the step is taken again from there.
   *
   * @param step from what the part holds to what it is to hold
   * @throws IOException with a sentence, if that could not be done
   */
  void update(String part, UnaryOperator<ByteString> step) throws IOException {
    try {
      CompletableFuture.runAsync(() -> write(part, step), thread).get();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IOException("writing " + maps + ": the bridge is stopping", stopping);
    } catch (ExecutionException failed) {
      var cause = Optional.ofNullable(failed.getCause()).orElse(failed);
      throw new IOException("writing " + maps + ": " + cause.getMessage(), cause);
    }
  }

  private void write(String part, UnaryOperator<ByteString> step) {
    for (var attempt = 1; ; attempt++) {
      var before = Value.of(part, values);
      var after = new Value(part, step.apply(before.bytes()), before.version());
      if (after.equals(before) || put(after, attempt)) {
        return;
      }
    }
  }

  /** Whether it is there now; if not, then because somebody else was first. */
  private boolean put(Value value, int attempt) {
    if (value.bytes().size() > ConfigMaps.LARGEST) {
      throw new IllegalArgumentException(
          value.bytes().size() + " bytes are more than a ConfigMap has room for");
    }
    try {
      remember(maps.put(value));
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() != CONFLICT || attempt == ATTEMPTS) {
        throw e;
      }
      reload(value.part());
      return false;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    maps.close();
  }
}
