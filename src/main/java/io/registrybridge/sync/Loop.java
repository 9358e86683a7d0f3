package io.registrybridge.sync;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.mesh.Audience;
import io.registrybridge.sync.Calls.Call;
import io.registrybridge.sync.Calls.Ticket;
import io.registrybridge.sync.Lane.Part;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the passes that are called for, and does what operators ask for meanwhile. */
public final class Loop implements Bridge, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

  /** A person waits for a registry that does not answer no longer than this. */
  private static final Duration REFRESH_PATIENCE = Duration.ofSeconds(5);

  /** A sink that does not answer keeps the end waiting no longer than this. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Reconciler reconciler;
  private final Clock clock;
  private final Executor executor;
  private final Calls calls;
  private final Chronicle chronicle;
  private final Passes passes;
  private final Thread thread = new Thread(this::run, "bridge-loop");
  private final Operators operators;
  private final Purges purges;

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
    this.clock = clock;
    this.executor = executor;
    this.calls = new Calls(reconciler, timing);
    this.operators = new Operators(reconciler.leaderships(), clock);
    this.purges = reconciler.purges();
    this.chronicle = new Chronicle(reconciler, listener);
    this.passes =
        new Passes(reconciler, chronicle, clock, () -> !operators.paused(), this::partEnded);
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
    calls.hint(source);
  }

  private void run() {
    try {
      for (var call = calls.next(); call.isPresent(); call = calls.next()) {
        make(call.get());
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void make(Call call) {
    operators.released().forEach(registry -> reconciler.release(registry, clock.instant()));
    if (operators.purged()) {
      executor.execute(() -> purges.here(calls));
    }
    var unused =
        passes
            .begin(call, calls::pressing)
            .whenComplete(
                (done, mistake) -> {
                  answer(call, done, mistake);
                  calls.calm();
                });
    calls.calm();
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
    if (part.again()) {
      hint(part.sink());
    }
    calls.signal();
  }

  /**
   * Makes one pass, instead of being started, and returns when it has ended.
   *
   * @param why what called for it
   */
  PassReport passOnce(String why) throws InterruptedException {
    try {
      return passes.begin(calls.unasked(why), () -> false).get();
    } catch (ExecutionException mistake) {
      throw new IllegalStateException("the pass broke off", mistake.getCause());
    }
  }

  /** Waits until it is so, and no longer than this. */
  void await(BooleanSupplier so, Duration patience) throws InterruptedException {
    calls.await(so, patience);
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
    var asked = calls.join(ticket -> executor.execute(() -> refresh(ticket)));
    try {
      var done = asked.done().get(patience.toNanos(), TimeUnit.NANOSECONDS);
      return new Request(asked.id(), Optional.of(done));
    } catch (TimeoutException running) {
      return new Request(asked.id(), Optional.empty());
    } catch (ExecutionException mistake) {
      throw new IllegalStateException("the pass broke off", mistake.getCause());
    }
  }

  /** Reads the registries side by side, then lets the loop make the pass. */
  private void refresh(Ticket ticket) {
    try {
      reconciler.refresh(REFRESH_PATIENCE);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      calls.ready(ticket);
    }
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
  public Optional<Released> release(String registry) {
    return reconciler.guard(registry).map(before -> release(registry, before));
  }

  private Released release(String registry, GuardReport before) {
    var trouble = operators.release(registry);
    if (trouble.isPresent()) {
      return new Released(before, trouble.get());
    }
    var after = reconciler.release(registry, clock.instant()).orElse(before);
    hint("release");
    return new Released(after, "");
  }

  @Override
  public boolean paused() {
    return operators.paused();
  }

  @Override
  public Optional<String> pause(boolean pause) {
    var trouble = pause ? operators.pause() : operators.resume();
    hint(pause ? "pause" : "resume");
    return trouble;
  }

  @Override
  public List<Purged> purge() {
    return purges.everywhere(operators, calls);
  }

  /** Ends after the passes that run, if any do. */
  @Override
  public void close() {
    calls.end();
    try {
      thread.join(PATIENCE.toMillis());
      reconciler.rest(PATIENCE);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
