package io.registrybridge.sync;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.sync.Reconciler.Pass;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes passes, one after the other, when hints, the interval or people call for one. */
public final class Loop implements Bridge, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

  private static final int PASSES_TOLD = 20;

  /** A person waits for a registry that does not answer no longer than this. */
  private static final Duration REFRESH_PATIENCE = Duration.ofSeconds(5);

  /** A pass that people asked for and wait for, all of them the same. */
  private record Ticket(long id, CompletableFuture<PassReport> done) {}

  private record Call(long id, String trigger, Optional<Ticket> ticket) {}

  private final Reconciler reconciler;
  private final Timing timing;
  private final Clock clock;
  private final Executor executor;
  private final Consumer<PassReport> listener;
  private final Thread thread = new Thread(this::run, "bridge-loop");

  private volatile Report report;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition called = lock.newCondition();

  // Guarded by the lock.
  private Agenda agenda = Agenda.from(System.nanoTime());
  private String trigger = "start";
  private @Nullable Ticket waiting;
  private @Nullable Ticket ready;
  private long lastId;
  private boolean paused;
  private boolean stopped;

  /**
   * A loop that is not started.
   *
   * @param executor runs what must not keep the loop
   * @param listener is told of every pass, on the loop's thread
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
    this.listener = listener;
    var unread = reconciler.unread();
    this.report =
        new Report(new TreeMap<>(unread.registries()), new TreeMap<>(unread.sinks()), List.of());
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

  /** Waits for the next call; empty when the loop is to stop. */
  private Optional<Call> next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!stopped) {
        var ticket = ready;
        if (ticket != null) {
          ready = null;
          return Optional.of(begin(ticket.id(), "request", Optional.of(ticket)));
        }
        var due = agenda.due(System.nanoTime(), timing);
        if (due <= 0) {
          return Optional.of(
              begin(++lastId, agenda.hinted() ? trigger : "interval", Optional.empty()));
        }
        called.awaitNanos(due);
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private Call begin(long id, String why, Optional<Ticket> ticket) {
    agenda = agenda.begun();
    return new Call(id, why, ticket);
  }

  private void make(Call call) {
    try {
      var done = pass(call);
      listener.accept(done);
      call.ticket().ifPresent(ticket -> ticket.done().complete(done));
    } catch (RuntimeException mistake) {
      LOG.error("pass {} broke off; this is a defect of the bridge", call.id(), mistake);
      call.ticket().ifPresent(ticket -> ticket.done().completeExceptionally(mistake));
    } finally {
      locked(() -> agenda = agenda.ended(System.nanoTime()));
    }
  }

  private PassReport pass(Call call) {
    var at = clock.instant();
    var start = System.nanoTime();
    var pass = reconciler.pass(at, !paused());
    var took = Duration.ofNanos(System.nanoTime() - start);
    var tally = pass.tally();
    var done =
        new PassReport(
            call.id(),
            at,
            took,
            call.trigger(),
            tally.created(),
            tally.updated(),
            tally.deleted(),
            tally.unchanged(),
            tally.failed(),
            tally.heldBack(),
            tally.rejected());
    report = told(report, pass, done);
    if (done.didSomething()) {
      LOG.info(
          "pass {} ({}) took {} ms: created={} updated={} deleted={} unchanged={} failed={} heldBack={} rejected={}",
          done.id(),
          done.trigger(),
          took.toMillis(),
          done.created(),
          done.updated(),
          done.deleted(),
          done.unchanged(),
          done.failed(),
          done.heldBack(),
          done.rejected());
    }
    return done;
  }

  private static Report told(Report before, Pass pass, PassReport done) {
    var passes = new ArrayList<>(List.of(done));
    before.passes().stream()
        .skip(before.lastPass().filter(last -> !last.didSomething()).isPresent() ? 1 : 0)
        .limit(PASSES_TOLD - 1)
        .forEach(passes::add);
    return new Report(new TreeMap<>(pass.registries()), new TreeMap<>(pass.sinks()), passes);
  }

  @Override
  public Report report() {
    return report;
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
    var reads =
        reconciler.registries().stream()
            .map(registry -> CompletableFuture.runAsync(registry::refresh, executor))
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(reads).get(REFRESH_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException late) {
      LOG.debug("the pass goes by what is known of the registries that have not answered", late);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    locked(() -> ready(ticket));
  }

  private void ready(Ticket ticket) {
    ready = ticket;
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

  /** Ends after the pass that runs, if one does. */
  @Override
  public void close() {
    locked(
        () -> {
          stopped = true;
          called.signalAll();
        });
    try {
      thread.join(TimeUnit.SECONDS.toMillis(30));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
