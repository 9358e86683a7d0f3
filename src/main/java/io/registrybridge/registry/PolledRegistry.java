package io.registrybridge.registry;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A registry that is read every so often, on a thread of its own.
 *
 * <p>A read that fails is tried twice more. After five failed reads in a row the registry is asked
 * less often, though at least every 15 seconds, until it answers; a {@link #refresh()} or {@link
 * #wake()} asks it all the same.
 */
public final class PolledRegistry implements Registry {

  private static final Logger log = LoggerFactory.getLogger(PolledRegistry.class);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final String kind;
  private final String name;
  private final Source source;
  private final Duration interval;
  private final PatientSource patient;
  private final ScheduledExecutorService thread;
  private final Bulletin bulletin;

  private @Nullable Future<?> asked; // a read that has not begun

  /**
   * @param source closed with the registry
   * @param interval from the end of a read to the next one
   */
  public PolledRegistry(String kind, String name, Source source, Duration interval, Clock clock) {
    this.kind = kind;
    this.name = name;
    this.source = source;
    this.interval = interval;
    this.patient = new PatientSource(name, source, PAUSE, clock);
    this.thread = new ScheduledThreadPoolExecutor(1, new Daemons("registry-" + name));
    this.bulletin = new Bulletin(kind, name, clock.instant());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public void start(Runnable hint) {
    bulletin.hint(hint);
    var unused =
        thread.scheduleWithFixedDelay(
            () -> observe(patient::read), 0, interval.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public Observation latest() {
    return bulletin.latest();
  }

  @Override
  public void refresh() {
    try {
      asked().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("refreshing registry " + name, e);
    } catch (RejectedExecutionException | CancellationException e) {
      log.debug("Registry {} was closed before it could be refreshed", name);
    }
  }

  /** Asks for a read soon and returns at once; asking again before it began adds nothing. */
  public void wake() {
    try {
      var unused = asked();
    } catch (RejectedExecutionException e) {
      log.debug("Registry {} was closed before it could wake", name);
    }
  }

  /** What wakes it broke off, and is begun anew. */
  public void restarted() {
    bulletin.restarted();
    wake();
  }

  /** One read serves all who ask before it begins, however long they wait for their turn. */
  private synchronized Future<?> asked() {
    var read = asked;
    if (read == null) {
      read = thread.submit(this::insist);
      asked = read;
    }
    return read;
  }

  private void insist() {
    synchronized (this) {
      asked = null;
    }
    observe(patient::insist);
  }

  /** Open while the registry is asked less often because it does not answer. */
  public CircuitBreaker breaker() {
    return patient.breaker();
  }

  /** Returns when no read is running any more. */
  @Override
  public void close() {
    bulletin.close();
    for (var task : thread.shutdownNow()) {
      if (task instanceof Future<?> waiting) {
        waiting.cancel(false); // or whoever waits for it would wait for ever
      }
    }
    try {
      thread.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    source.close();
  }

  private void observe(Supplier<Optional<Reading>> read) {
    try {
      read.get().ifPresent(bulletin::publish);
    } catch (RuntimeException | Error e) {
      // A task that throws is never scheduled again.
      if (!thread.isShutdown()) {
        log.atError()
            .addKeyValue("registry", name)
            .setCause(e)
            .log("The watch of registry {} has a bug", name);
      }
    }
  }
}
