package io.registrybridge.sync;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What calls for passes: hints, the interval and people. All methods are safe on any thread.
 *
 * <p>A pass that waits for a slow sink does not keep the next one from beginning, as long as there
 * is a sink that can take part in it.
 */
final class Calls {

  /** What nobody signals is looked for this often. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  /** A pass that people asked for and wait for, all of them the same. */
  record Ticket(long id, CompletableFuture<PassReport> done) {}

  /** A ticket whose pass may begin since then. */
  private record Ready(Ticket ticket, long since) {}

  /**
   * A pass that is to be made now.
   *
   * @param waited how long the first hint has been waiting for it
   */
  record Call(long id, String trigger, Duration waited, Optional<Ticket> ticket) {

    /** The same, if something was left that has been waiting for so long. */
    Call behind(Duration left) {
      return left.compareTo(waited) > 0 ? new Call(id, trigger, left, ticket) : this;
    }
  }

  private final Reconciler reconciler;
  private final Timing timing;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();

  // Guarded by the lock.
  private Agenda agenda = Agenda.from(System.nanoTime());
  private String trigger = "start";
  private @Nullable Ticket waiting;
  private final Queue<Ready> ready = new ArrayDeque<>();
  private long lastId;
  private boolean ended;

  Calls(Reconciler reconciler, Timing timing) {
    this.reconciler = reconciler;
    this.timing = timing;
  }

  /** Something may have changed. */
  void hint(String source) {
    locked(
        () -> {
          if (!agenda.hinted()) {
            trigger = source;
          }
          agenda = agenda.hint(System.nanoTime());
          news.signalAll();
        });
  }

  /**
   * The ticket for the next pass that people ask for.
   *
   * @param begin makes it {@link #ready} later; run if nobody has asked for that pass before
   */
  Ticket join(Consumer<Ticket> begin) {
    lock.lock();
    try {
      var joined = waiting;
      if (joined != null) {
        return joined;
      }
      var ticket = new Ticket(++lastId, new CompletableFuture<>());
      waiting = ticket;
      begin.accept(ticket);
      return ticket;
    } catch (RuntimeException | Error notBegun) {
      waiting = null; // the next who asks begins another
      throw notBegun;
    } finally {
      lock.unlock();
    }
  }

  /** The ticket's pass may begin; who asks from now on asks for the one after. */
  void ready(Ticket ticket) {
    locked(
        () -> {
          ready.add(new Ready(ticket, System.nanoTime()));
          waiting = null;
          news.signalAll();
        });
  }

  /** Waits for the next call; empty when there will be none. */
  Optional<Call> next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!ended) {
        if (reconciler.free() == 0) {
          news.await();
          continue;
        }
        var due = due(System.nanoTime());
        if (due <= 0) {
          return Optional.of(call());
        }
        news.awaitNanos(due);
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Whether a call is due, or somebody asks for one, which waits for sinks to be free. */
  boolean pressing() {
    lock.lock();
    try {
      return !ready.isEmpty() || agenda.due(System.nanoTime(), timing) <= 0;
    } finally {
      lock.unlock();
    }
  }

  /** Who asked for a pass wants to see all sinks in it, but not to wait for one that is stuck. */
  private long due(long now) {
    var asked = ready.peek();
    if (asked == null) {
      return agenda.due(now, timing);
    }
    return reconciler.free() == reconciler.sinks()
        ? 0
        : asked.since() + timing.longestWait().toNanos() - now;
  }

  private Call call() {
    var asked = Optional.ofNullable(ready.poll()).map(Ready::ticket);
    var why = agenda.hinted() ? trigger : "interval";
    var waited = Duration.ofNanos(agenda.waited(System.nanoTime()));
    agenda = agenda.begun();
    return asked
        .map(ticket -> new Call(ticket.id(), "request", waited, asked))
        .orElseGet(() -> new Call(++lastId, why, waited, asked));
  }

  /** A pass that waited for nothing. */
  Call unasked(String why) {
    lock.lock();
    try {
      return new Call(++lastId, why, Duration.ZERO, Optional.empty());
    } finally {
      lock.unlock();
    }
  }

  /** A pass began or ended: from now on hints are gathered for a while. */
  void calm() {
    locked(
        () -> {
          agenda = agenda.ended(System.nanoTime());
          news.signalAll();
        });
  }

  /** A sink may be free again. */
  void signal() {
    locked(news::signalAll);
  }

  /** Waits until it is so, and no longer than this. */
  void await(BooleanSupplier so, Duration patience) throws InterruptedException {
    var end = System.nanoTime() + patience.toNanos();
    lock.lockInterruptibly();
    try {
      for (var left = patience.toNanos();
          left > 0 && !so.getAsBoolean();
          left = end - System.nanoTime()) {
        news.awaitNanos(Math.min(left, LOOK_AGAIN.toNanos()));
      }
    } finally {
      lock.unlock();
    }
  }

  /** There will be no more calls. */
  void end() {
    locked(
        () -> {
          ended = true;
          news.signalAll();
        });
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }
}
