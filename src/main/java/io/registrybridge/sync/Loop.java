package io.registrybridge.sync;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.mesh.Audience;
import io.registrybridge.sync.Lane.Part;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes passes when hints, the interval or people call for one. A pass that waits for a slow sink
 * does not keep the next one from beginning, as long as there is a sink that can take part in it.
 */
public final class Loop implements Bridge, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

  /** A person waits for a registry that does not answer no longer than this. */
  private static final Duration REFRESH_PATIENCE = Duration.ofSeconds(5);

  /** What nobody hints at is looked for this often. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  /** A sink that does not answer keeps neither a purge nor the end waiting for longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A pass that people asked for and wait for, all of them the same. */
  private record Ticket(long id, CompletableFuture<PassReport> done) {}

  /** A ticket whose pass may begin since then. */
  private record Ready(Ticket ticket, long since) {}

  private record Call(long id, String trigger, Optional<Ticket> ticket) {}

  private final Reconciler reconciler;
  private final Timing timing;
  private final Clock clock;
  private final Executor executor;
  private final Chronicle chronicle;
  private final Passes passes;
  private final Thread thread = new Thread(this::run, "bridge-loop");

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition called = lock.newCondition();

  // Guarded by the lock.
  private Agenda agenda = Agenda.from(System.nanoTime());
  private String trigger = "start";
  private @Nullable Ticket waiting;
  private final Queue<Ready> ready = new ArrayDeque<>();
  private long lastId;
  private boolean paused;
  private boolean stopped;

  /**
   * A loop that is not started.
   *
   * @param executor runs what must not keep the loop
   * @param listener is told of every pass, on any thread
   */
  public Loop(
      Reconciler reconciler,
      Timing timing,
      Clock clock,
      Executor executor,
      Consumer<PassReport> listener) {
    this.reconciler = reconciler;
    this.timing = timing;
    this.clock = clock;
    this.executor = executor;
    this.chronicle = new Chronicle(reconciler, listener);
    this.passes = new Passes(reconciler, chronicle, clock, () -> !paused(), this::partEnded);
  }

  /** Begins with a pass at once. */
  public void start() {
    hint("start");
    thread.start();
  }

  /**
   * Says that something may have changed. Returns at once.
   *
   * @param source what changed, such as a registry's name
   */
  public void hint(String source) {
    locked(
        () -> {
          if (!agenda.hinted()) {
            trigger = source;
          }
          agenda = agenda.hint(System.nanoTime());
          called.signalAll();
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

  private void run() {
    try {
      for (var call = next(); call.isPresent(); call = next()) {
        make(call.get());
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Makes one pass, instead of being started, and returns when it has ended.
   *
   * @param why what called for it
   */
  void passOnce(String why) throws InterruptedException {
    lock.lockInterruptibly();
    var id = ++lastId;
    lock.unlock();
    try {
      passes.begin(id, why).get();
    } catch (ExecutionException mistake) {
      throw new IllegalStateException("the pass broke off", mistake.getCause());
    }
  }

  /** Waits until it is so, and no longer than this. */
  void await(BooleanSupplier so, Duration patience) throws InterruptedException {
    var end = System.nanoTime() + patience.toNanos();
    lock.lockInterruptibly();
    try {
      for (var left = patience.toNanos();
          left > 0 && !so.getAsBoolean();
          left = end - System.nanoTime()) {
        called.awaitNanos(Math.min(left, LOOK_AGAIN.toNanos()));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the next call; empty when the loop is to stop. */
  private Optional<Call> next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!stopped) {
        if (reconciler.free() == 0) {
          called.await();
          continue;
        }
        var due = due(System.nanoTime());
        if (due <= 0) {
          return Optional.of(call());
        }
        called.awaitNanos(due);
      }
      return Optional.empty();
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
    var asked = ready.poll();
    return asked == null
        ? begin(++lastId, agenda.hinted() ? trigger : "interval", Optional.empty())
        : begin(asked.ticket().id(), "request", Optional.of(asked.ticket()));
  }

  private Call begin(long id, String why, Optional<Ticket> ticket) {
    agenda = agenda.begun();
    return new Call(id, why, ticket);
  }

  private void make(Call call) {
    var unused =
        passes
            .begin(call.id(), call.trigger())
            .whenComplete(
                (done, mistake) -> {
                  answer(call, done, mistake);
                  calm();
                });
    calm();
  }

  private static void answer(Call call, @Nullable PassReport done, @Nullable Throwable mistake) {
    if (mistake != null) {
      LOG.error("pass {} broke off; this is a defect of the bridge", call.id(), mistake);
      call.ticket().ifPresent(ticket -> ticket.done().completeExceptionally(mistake));
    } else if (done != null) {
      call.ticket().ifPresent(ticket -> ticket.done().complete(done));
    }
  }

  private void partEnded(Part part) {
    if (part.missed()) {
      hint(part.sink());
    }
    locked(called::signalAll);
  }

  /** From now on hints are gathered for a while. */
  private void calm() {
    locked(
        () -> {
          agenda = agenda.ended(System.nanoTime());
          called.signalAll();
        });
  }

  @Override
  public Report report() {
    return chronicle.report();
  }

  @Override
  public SortedMap<String, Audience> audiences() {
    return reconciler.audiences();
  }

  @Override
  public Request request(Duration patience) throws InterruptedException {
    var ticket = join();
    try {
      var done = ticket.done().get(patience.toNanos(), TimeUnit.NANOSECONDS);
      return new Request(ticket.id(), Optional.of(done));
    } catch (TimeoutException running) {
      return new Request(ticket.id(), Optional.empty());
    } catch (ExecutionException mistake) {
      throw new IllegalStateException("the pass broke off", mistake.getCause());
    }
  }

  private Ticket join() {
    lock.lock();
    try {
      var joined = waiting;
      if (joined != null) {
        return joined;
      }
      var ticket = new Ticket(++lastId, new CompletableFuture<>());
      waiting = ticket;
      executor.execute(() -> refresh(ticket));
      return ticket;
    } finally {
      lock.unlock();
    }
  }

  /** Reads the registries side by side, then lets the loop make the pass. */
  private void refresh(Ticket ticket) {
    try {
      reconciler.refresh(REFRESH_PATIENCE);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    locked(() -> ready(ticket));
  }

  private void ready(Ticket ticket) {
    ready.add(new Ready(ticket, System.nanoTime()));
    waiting = null;
    called.signalAll();
  }

  @Override
  public List<Preview> preview() {
    return reconciler.preview(clock.instant());
  }

  @Override
  public Optional<Catalog> catalog(String registry) {
    return reconciler.catalog(registry);
  }

  @Override
  public Optional<GuardReport> release(String registry) {
    var released = reconciler.release(registry, clock.instant());
    released.ifPresent(done -> hint("release"));
    return released;
  }

  @Override
  public boolean paused() {
    lock.lock();
    try {
      return paused;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void pause(boolean pause) {
    locked(() -> paused = pause);
    hint(pause ? "pause" : "resume");
  }

  @Override
  public List<Purged> purge() {
    pause(true);
    var purged = reconciler.purge(PATIENCE);
    hint("purge");
    return purged;
  }

  /** Ends after the passes that run, if any do. */
  @Override
  public void close() {
    locked(
        () -> {
          stopped = true;
          called.signalAll();
        });
    try {
      thread.join(PATIENCE.toMillis());
      reconciler.rest(PATIENCE);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
