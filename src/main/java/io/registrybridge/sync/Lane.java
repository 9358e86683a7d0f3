package io.registrybridge.sync;

import io.registrybridge.sync.Delivery.Delivered;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one sink's parts of the passes run: one at a time, and as slowly as the sink needs, while
 * other sinks go on.
 */
final class Lane {

  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  /** A part that takes longer is told of before it ends. */
  private static final Duration LONG = Duration.ofMinutes(1);

  /** When a part began, by both clocks. */
  private record Beginning(Instant at, long nanos) {

    static Beginning now(Instant at) {
      return new Beginning(at, System.nanoTime());
    }

    Duration age() {
      return Duration.ofNanos(System.nanoTime() - nanos);
    }

    Duration until(Beginning later) {
      return Duration.ofNanos(later.nanos - nanos);
    }
  }

  /**
   * A part that ended.
   *
   * @param behind for how long something had been left to the next part again and again when it
   *     began; zero if nothing was, or is still
   * @param again whether another pass is called for: one went by without this sink while the part
   *     ran, the part left something to it, or something waited for what the part wrote
   */
  record Part(String sink, Tally tally, Duration behind, boolean again) {}

  private final Delivery delivery;
  private final Executor executor;
  private final Duration patience;
  private final Semaphore turn = new Semaphore(1);
  private final AtomicBoolean missed = new AtomicBoolean();
  private final AtomicBoolean late = new AtomicBoolean();
  private volatile Optional<Beginning> running = Optional.empty();
  private volatile Optional<Beginning> behind = Optional.empty();
  private volatile Delivered latest;

  Lane(Delivery delivery, Executor executor) {
    this(delivery, executor, LONG);
  }

  /**
   * @param patience how long a part may take before that is told
   */
  Lane(Delivery delivery, Executor executor, Duration patience) {
    this.delivery = delivery;
    this.executor = executor;
    this.patience = patience;
    this.latest = delivery.unread();
  }

  Delivery delivery() {
    return delivery;
  }

  /** What the latest part left in the sink; while one hangs, that it does. */
  Delivered latest() {
    return lateSince().map(since -> delivery.busy(latest, since)).orElse(latest);
  }

  /** Whether a part has been running for so long that it may never end. Logged once. */
  boolean late() {
    var since = lateSince();
    if (since.isPresent() && !late.getAndSet(true)) {
      var reason = Delivery.busySince(since.get());
      LOG.atWarn()
          .addKeyValue("sink", delivery.name())
          .addKeyValue("reason", reason)
          .log("{}: {}", delivery.name(), reason);
    }
    return since.isPresent();
  }

  private Optional<Instant> lateSince() {
    return running.filter(part -> part.age().compareTo(patience) > 0).map(Beginning::at);
  }

  /** Whether no part runs. */
  boolean free() {
    return turn.availablePermits() > 0;
  }

  /**
   * Begins the sink's part of a pass; empty if the one before still runs, which then is told to
   * end.
   *
   * @param part is told when to end
   * @param pressing whether a pass waits for any sink to be free
   */
  Optional<CompletableFuture<Part>> begin(
      Function<Slice, Delivered> part, Instant now, BooleanSupplier pressing) {
    // Before the try: whoever has the turn looks at it after giving the turn back.
    missed.set(true);
    if (!turn.tryAcquire()) {
      return Optional.empty();
    }
    missed.set(false);
    late.set(false);
    running = Optional.of(Beginning.now(now));
    var slice = new Slice(() -> missed.get() || pressing.getAsBoolean());
    try {
      return Optional.of(
          CompletableFuture.supplyAsync(() -> part.apply(slice), executor)
              .exceptionally(mistake -> broken(mistake, now))
              .thenApply(this::end));
    } catch (RejectedExecutionException stopping) {
      cannotBegin();
      return Optional.empty();
    } catch (Error noThread) { // and another pass may find one
      cannotBegin();
      throw noThread;
    }
  }

  private void cannotBegin() {
    running = Optional.empty();
    turn.release();
  }

  /** A mistake of ours in one sink's part must not keep the others from theirs. */
  private Delivered broken(Throwable mistake, Instant now) {
    LOG.atError()
        .addKeyValue("sink", delivery.name())
        .setCause(mistake)
        .log("{}: the pass broke off; this is a defect of the bridge", delivery.name());
    return delivery.unreadable("a defect of the bridge: " + mistake, now);
  }

  private Part end(Delivered delivered) {
    latest = delivered;
    var began = running.orElseThrow();
    var since = behind.orElse(began);
    var left = delivered.tally().left() > 0;
    var done = !left && delivered.report().trouble().isEmpty();
    if (left) {
      behind = Optional.of(since);
    } else if (done) {
      behind = Optional.empty();
    }
    running = Optional.empty();
    turn.release();
    var again = missed.getAndSet(false) || left || delivered.again();
    return new Part(
        delivery.name(), delivered.tally(), done ? since.until(began) : Duration.ZERO, again);
  }

  /** Deletes all that is ours there, once no part runs. One that does is told to end. */
  Purged purge(Duration patience) {
    if (!await(patience)) {
      return Purged.not(delivery.name(), "it is still busy with an earlier pass");
    }
    try {
      return delivery.purge().made();
    } finally {
      turn.release();
    }
  }

  /** Waits until no part runs. */
  void rest(Duration patience) {
    if (await(patience)) {
      turn.release();
    }
  }

  private boolean await(Duration patience) {
    missed.set(true);
    try {
      return turn.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
