package io.registrybridge.sink.cluster;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of a Lease's changes at once. Who looks at the Lease every so often besides learns all that
 * this misses, so a watch that fails is begun again and is no trouble.
 */
final class LeaseWatch implements Watcher<Lease>, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LeaseWatch.class);

  private final Leases leases;
  private final Consumer<Deed> told;
  private final ScheduledExecutorService executor;
  private volatile boolean open;
  private volatile @Nullable Watch watch;

  /**
   * @param told is given the Lease as it stands, on any thread
   * @param executor where it waits for the API server
   */
  LeaseWatch(Leases leases, Consumer<Deed> told, ScheduledExecutorService executor) {
    this.leases = leases;
    this.told = told;
    this.executor = executor;
  }

  /**
   * Begins to watch.
   *
   * @param pause before a watch that ended is begun again
   */
  void start(Duration pause) {
    var unused =
        executor.scheduleWithFixedDelay(this::begin, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void begin() {
    if (open) {
      return;
    }
    try {
      open = true;
      watch = leases.watch(this);
    } catch (RuntimeException e) {
      open = false;
      log.debug("{}", leases.trouble(e));
    }
  }

  @Override
  public void eventReceived(Action action, Lease lease) {
    if (action == Action.ADDED || action == Action.MODIFIED) {
      told.accept(Deed.of(lease));
    }
  }

  @Override
  public void onClose(WatcherException cause) {
    open = false;
  }

  @Override
  public void onClose() {
    open = false;
  }

  /** To be called after the executor's end. */
  @Override
  public void close() {
    var last = watch;
    if (last != null) {
      last.close();
    }
  }
}
