package io.registrybridge.sink.kubernetes;

import io.registrybridge.mesh.Keys;
import io.registrybridge.sink.Decisions;
import io.registrybridge.sink.Leader;
import io.registrybridge.sink.Led;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the Lease while it can, and takes it when nobody has it.
 *
 * <p>Not fabric8's elector: that compares the holder's clock with its own, looks every two seconds
 * only, knows nothing of annotations, and is of no use any more once it has lost.
 */
final class LeaseElection implements Led.Election {

  private static final Logger log = LoggerFactory.getLogger(LeaseElection.class);

  /** Replicas that were started together do not ask together for ever. */
  private static final double JITTER = 1.2;

  private final String sink;
  private final Leases leases;
  private final LeaseSettings settings;
  private final Clock clock;
  private final AtomicReference<Candidate> candidate;
  private final ScheduledThreadPoolExecutor asking;
  private final ScheduledThreadPoolExecutor watching;
  private final LeaseWatch watch;
  private final AtomicReference<Report> latest;
  private volatile Runnable hint = () -> {};
  private volatile boolean left;
  private @Nullable Future<?> next; // the asking thread's

  /** What was last told of the election, and since when it is so. */
  private record Report(Leader leader, Decisions decisions, Instant since) {

    boolean same(Leader now, Decisions decided) {
      return sameLeader(now) && decisions.equals(decided);
    }

    boolean sameLeader(Leader now) {
      return leader.here() == now.here()
          && leader.holder().equals(now.holder())
          && leader.trouble().isEmpty() == now.trouble().isEmpty();
    }
  }

  /**
   * One that is not started.
   *
   * @param sink whose writers it elects
   * @param me how this replica is called
   */
  LeaseElection(String sink, Leases leases, LeaseSettings settings, String me, Clock clock) {
    this.sink = sink;
    this.leases = leases;
    this.settings = settings;
    this.clock = clock;
    candidate = new AtomicReference<>(Candidate.of(me, settings));
    latest =
        new AtomicReference<>(new Report(Leader.NOBODY, Decisions.NONE, clock.instant()));
    asking = thread(sink + "-lease");
    watching = thread(sink + "-lease-watch");
    watch = new LeaseWatch(leases, this::told, watching);
  }

  private static ScheduledThreadPoolExecutor thread(String name) {
    return new ScheduledThreadPoolExecutor(
        1,
        task -> {
          var thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        },
        new DiscardPolicy());
  }

  @Override
  public void start(Runnable hint) {
    this.hint = hint;
    asking.execute(this::look);
    watch.start(settings.retry());
  }

  /** Whether this replica may write now, to be asked before every write. */
  boolean leads() {
    return candidate.get().leads(System.nanoTime());
  }

  @Override
  public Leader leader() {
    var now = candidate.get().leader(System.nanoTime());
    var since = Optional.of(latest.get()).filter(one -> one.sameLeader(now)).map(Report::since);
    return new Leader(now.here(), now.holder(), now.changes(), now.trouble(), since);
  }

  @Override
  public boolean settled() {
    return candidate.get().settled(System.nanoTime());
  }

  @Override
  public Decisions decisions() {
    return candidate.get().decisions();
  }

  /** Looks at the Lease, does what is to be done, and comes back to it in time. */
  private void look() {
    try {
      if (!left) {
        stand();
      }
    } catch (RuntimeException e) {
      if (!Leases.surprised(e)) { // else somebody was faster, and the next look tells who
        candidate.updateAndGet(one -> one.failed(leases.trouble(e)));
      }
    } finally {
      turn();
      schedule();
    }
  }

  private void schedule() {
    if (next != null) {
      next.cancel(false);
    }
    var now = System.nanoTime();
    var due = candidate.get().next(now);
    var pause = candidate.get().leads(now) ? due : jittered(due);
    next = asking.schedule(this::look, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Only what is as long as a whole retry: the end of a promise is awaited to the point. */
  private Duration jittered(Duration due) {
    return due.compareTo(settings.retry()) < 0
        ? due
        : Duration.ofMillis(
            (long) (due.toMillis() * ThreadLocalRandom.current().nextDouble(1, JITTER)));
  }

  private void stand() {
    if (leads() && renewed()) {
      return;
    }
    var sent = System.nanoTime();
    var deed = leases.read();
    var now = candidate.updateAndGet(one -> one.read(deed, System.nanoTime()));
    if (deed.isEmpty()) {
      create(sent);
    } else if (now.mayTake(System.nanoTime())) {
      take(deed.get());
    }
  }

  /** What operators decided outlives a Lease that somebody deleted. */
  private void create(long sent) {
    var decided = latest.get().decisions();
    var annotations = new TreeMap<String, String>();
    decided.paused().ifPresent(mark -> annotations.put(Keys.PAUSED, mark));
    var answer = leases.create(me(), settings.duration(), annotations, clock.instant());
    candidate.updateAndGet(one -> one.renewed(answer, sent, System.nanoTime()));
  }

  /** False if the Lease does not stand as it was thought to. */
  private boolean renewed() {
    try {
      candidate.get().deed().ifPresent(this::take);
      return true;
    } catch (RuntimeException e) {
      if (Leases.surprised(e)) {
        return false;
      }
      throw e;
    }
  }

  private void take(Deed deed) {
    var sent = System.nanoTime();
    var answer = leases.take(deed, me(), settings.duration(), clock.instant());
    candidate.updateAndGet(one -> one.renewed(answer, sent, System.nanoTime()));
  }

  private String me() {
    return candidate.get().me();
  }

  /** The watch tells of the Lease. */
  private void told(Deed deed) {
    candidate.updateAndGet(one -> one.told(deed, System.nanoTime()));
    turn();
    if (!left && !candidate.get().isMine() && candidate.get().mayTake(System.nanoTime())) {
      asking.execute(this::look);
    }
  }

  /** Says what is new. */
  private void turn() {
    while (true) {
      var before = latest.get(); // first: what is known is not older than that
      var now = candidate.get().leader(System.nanoTime());
      var decisions = candidate.get().decisions();
      if (before.same(now, decisions)) {
        return;
      }
      var since = before.sameLeader(now) ? before.since() : clock.instant();
      if (latest.compareAndSet(before, new Report(now, decisions, since))) {
        say(before.leader(), now);
        hint.run();
        return;
      }
    }
  }

  private void say(Leader before, Leader now) {
    if (!now.trouble().isEmpty() && before.trouble().isEmpty()) {
      log.warn("{}: {}", sink, now.trouble());
    }
    if (now.here() && !before.here()) {
      log.info("{}: this replica leads, by {} as {}", sink, leases, me());
    } else if (!now.here() && before.here()) {
      log.warn("{}: this replica does not lead any more and writes nothing", sink);
    }
    if (!now.here() && !now.holder().isEmpty() && !now.holder().equals(before.holder())) {
      log.info("{}: replica {} leads; this one stands by", sink, now.holder());
    }
  }

  @Override
  public Optional<String> pause(Optional<String> mark) {
    return annotated(Keys.PAUSED, mark);
  }

  @Override
  public Optional<String> release(String registry, String mark) {
    return annotated(Keys.released(registry), Optional.of(mark));
  }

  private Optional<String> annotated(String key, Optional<String> value) {
    try {
      var answer = leases.annotate(key, value);
      candidate.updateAndGet(one -> one.told(answer, System.nanoTime()));
      turn();
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(leases.trouble(e));
    }
  }

  @Override
  public void leave() {
    left = true;
  }

  @Override
  public void close() {
    leave();
    asking.shutdownNow();
    watching.shutdownNow();
    try {
      asking.awaitTermination(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    watch.close();
    giveUp();
    leases.close();
  }

  private void giveUp() {
    try {
      if (candidate.get().isMine()) {
        leases.read().filter(deed -> deed.holder().equals(me())).ifPresent(this::giveUp);
      }
    } catch (RuntimeException e) {
      log.info("{}: the lead could not be given up and ends by itself: {}", sink, leases.trouble(e));
    }
  }

  private void giveUp(Deed deed) {
    leases.giveUp(deed, clock.instant());
    log.info("{}: the lead was given up", sink);
  }
}
