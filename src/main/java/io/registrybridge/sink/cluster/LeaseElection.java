package io.registrybridge.sink.cluster;

import io.registrybridge.mesh.Keys;
import io.registrybridge.sink.Decisions;
import io.registrybridge.sink.Leader;
import io.registrybridge.sink.Led;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the Lease while it can, and takes it when nobody has it.
 *
 * <p>Not fabric8's elector: that compares the holder's clock with its own, looks every two seconds
 * only, knows nothing of annotations, and is of no use any more once it has lost.
 */
public final class LeaseElection implements Led.Election {

  private static final Logger log = LoggerFactory.getLogger(LeaseElection.class);

  /** Replicas that were started together do not ask together for ever. */
  private static final double JITTER = 1.2;

  private final String sink;
  private final Leases leases;
  private final LeaseSettings settings;
  private final String me;
  private final Clock clock;
  private final Herald herald;
  private final ScheduledThreadPoolExecutor asking;
  private final ScheduledThreadPoolExecutor watching;
  private final LeaseWatch watch;
  private volatile boolean left;
  private volatile Kept kept = Kept.NOTHING;
  private @Nullable Future<?> next; // the asking thread's

  /**
   * One that is not started.
   *
   * @param sink whose writers it elects
   * @param me how this replica is called
   */
  public LeaseElection(String sink, Leases leases, LeaseSettings settings, String me, Clock clock) {
    this.sink = sink;
    this.leases = leases;
    this.settings = settings;
    this.me = me;
    this.clock = clock;
    herald = new Herald(sink, Candidate.of(me, settings), clock);
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
    herald.tell(hint);
    asking.execute(this::look);
    watch.start(settings.retry());
  }

  /**
   * Tells somebody when this replica came to lead.
   *
   * @param leading is run, on any thread and in no time, when this replica came to lead
   */
  public void whenLeading(Runnable leading) {
    herald.tellLeading(leading);
  }

  /** Whether this replica may write now, to be asked before every write. */
  public boolean leads() {
    return herald.leads();
  }

  @Override
  public Leader leader() {
    return herald.leader();
  }

  @Override
  public boolean settled() {
    return herald.candidate().settled(System.nanoTime());
  }

  @Override
  public Decisions decisions() {
    return herald.candidate().decisions();
  }

  /** Looks at the Lease, does what is to be done, and comes back to it in time. */
  private void look() {
    try {
      if (!left) {
        stand();
      }
      herald.learn(same -> same);
    } catch (RuntimeException e) {
      // If it does not stand as thought, somebody was faster, and the next look tells who.
      herald.learn(one -> Leases.surprised(e) ? one : one.failed(leases.trouble(e)));
    } finally {
      schedule();
    }
  }

  private void schedule() {
    if (next != null) {
      next.cancel(false);
    }
    var due = herald.candidate().next(System.nanoTime());
    var pause = leads() ? due : jittered(due);
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
    herald.learn(one -> one.read(deed, System.nanoTime()));
    var candidate = herald.candidate();
    if (deed.isPresent() && candidate.mayTake(System.nanoTime())) {
      take(deed.get());
    } else if (deed.isEmpty() && candidate.mayMake(System.nanoTime())) {
      create(candidate.deed(), sent);
    }
  }

  /**
   * @param gone what was last seen of it, before somebody deleted it
   */
  private void create(Optional<Deed> gone, long sent) {
    var answer = leases.create(gone, me, settings.duration(), clock.instant());
    herald.learn(one -> one.renewed(answer, sent, System.nanoTime()));
  }

  /** False if the Lease does not stand as it was thought to. */
  private boolean renewed() {
    try {
      herald.candidate().deed().ifPresent(this::take);
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
    var answer = leases.take(deed, me, settings.duration(), kept.changes(deed), clock.instant());
    herald.learn(one -> one.renewed(answer, sent, System.nanoTime()));
  }

  @Override
  public Optional<Map<String, String>> kept() {
    return herald.candidate().deed().map(Deed::kept);
  }

  /** With the next sign of life. */
  @Override
  public void keep(Map<String, String> words) {
    herald
        .candidate()
        .deed()
        .filter(deed -> deed.holder().equals(me))
        .ifPresent(deed -> kept = new Kept(deed.changes(), words));
  }

  /** The watch tells of the Lease. */
  private void told(Deed deed) {
    herald.learn(one -> one.told(deed, System.nanoTime()));
    var candidate = herald.candidate();
    if (!left && !candidate.isMine() && candidate.mayTake(System.nanoTime())) {
      asking.execute(this::look);
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

  @Override
  public Optional<String> purge(String mark) {
    return annotated(Keys.PURGED, Optional.of(mark));
  }

  private Optional<String> annotated(String key, Optional<String> value) {
    try {
      var answer = leases.annotate(key, value);
      herald.learn(one -> one.told(answer, System.nanoTime()));
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
      if (herald.candidate().isMine() || !kept.words().isEmpty()) {
        leases.read().filter(this::mayGiveUp).ifPresent(this::giveUp);
      }
    } catch (RuntimeException e) {
      log.atInfo()
          .addKeyValue("sink", sink)
          .addKeyValue("reason", leases.trouble(e))
          .log("{}: the lead could not be given up, and ends: {}", sink, leases.trouble(e));
    }
  }

  /** A sink that shares the Lease may have given it up already, without what this one keeps. */
  private boolean mayGiveUp(Deed deed) {
    return deed.holder().equals(me) || (deed.holder().isEmpty() && !kept.changes(deed).isEmpty());
  }

  private void giveUp(Deed deed) {
    leases.giveUp(deed, kept.changes(deed), clock.instant());
    log.atInfo().addKeyValue("sink", sink).log("{}: the lead was given up", sink);
  }
}
