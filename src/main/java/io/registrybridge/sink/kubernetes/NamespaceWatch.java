package io.registrybridge.sink.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.registrybridge.mesh.Kind;
import io.registrybridge.sink.cluster.Trouble;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Keeps the memory true to one namespace: lists it, watches it from there on, and begins anew when
 * the watch ends and, in case it only seems alive, every so often.
 *
 * <p>Not fabric8's informer: that begins with whatever an API server has in its cache (a list with
 * resourceVersion 0), holds all objects a second time, calls itself watching while it connects in
 * vain, and ends for good at an answer it did not expect.
 */
final class NamespaceWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(NamespaceWatch.class);

  private final String sink;
  private final String namespace;
  private final Entries entries;
  private final Memory memory;
  private final ScheduledExecutorService executor;
  private final Runnable hint;
  private final boolean dispensable;
  private final AtomicInteger restarts = new AtomicInteger();
  private final AtomicBoolean doubted = new AtomicBoolean();

  // All that follows belongs to the executor's one thread.
  private final Relisting relisting;
  private @Nullable Events events;
  private @Nullable Future<?> next;
  private boolean healthy;

  NamespaceWatch(
      String namespace,
      Entries entries,
      Memory memory,
      Duration fullList,
      Threads threads,
      Runnable hint) {
    this.sink = threads.sink();
    this.namespace = namespace;
    this.entries = entries;
    this.memory = memory;
    this.relisting = new Relisting(fullList);
    this.executor = threads.timer();
    this.hint = hint;
    this.dispensable = entries.kind() != Kind.SERVICE_ENTRY;
  }

  void start() {
    executor.execute(this::begin);
  }

  /** How often it broke off. */
  int restarts() {
    return restarts.get();
  }

  /** The API server left a write without an answer: looks whether it still lets itself be read. */
  void doubt() {
    if (!doubted.getAndSet(true)) {
      executor.execute(this::lookAgain);
    }
  }

  private void lookAgain() {
    doubted.set(false);
    if (healthy) {
      begin();
    }
  }

  /** To be called on the executor, or after its end. */
  @Override
  public void close() {
    if (events != null) {
      events.close();
    }
  }

  private void begin() {
    close();
    try {
      read();
      healthy = true;
      beginAfter(relisting.begun(System.nanoTime()));
    } catch (RuntimeException e) {
      failed(Trouble.of(e));
    } catch (Error e) { // which would else end the watch for good
      failed("list and watch " + entries.resource() + where() + ": " + e);
    }
  }

  private void failed(Trouble trouble) {
    var sentence = trouble.sentence("list and watch " + entries.resource() + where());
    if (dispensable && trouble.denied()) {
      dispensed(sentence, trouble);
    } else {
      failed(sentence);
    }
  }

  /** Whoever has none of them needs no right to them, so that is told without alarm. */
  private void dispensed(String sentence, Trouble trouble) {
    healthy = false;
    if (memory.dispense(namespace, sentence)) {
      about(Level.INFO)
          .addKeyValue("reason", sentence)
          .log(
              "{}: writes services without {}{}: {}",
              sink,
              entries.resource(),
              where(),
              trouble.code() == 404
                  ? "the API server does not know them"
                  : "this account has no right to them, and needs none without workload-entries");
      hint.run();
    }
    beginAfter(relisting.denied(System.nanoTime()));
  }

  private void failed(String sentence) {
    healthy = false;
    unreadable(sentence);
    beginAfter(relisting.failed(System.nanoTime()));
  }

  private void read() {
    var mark = memory.mark(namespace);
    var listing = entries.list(namespace);
    var opened = new Events();
    events = opened;
    opened.follow(entries.watch(namespace, listing.revision(), opened));
    var news = memory.listed(namespace, listing, mark);
    if (!healthy) {
      about(Level.INFO)
          .log("{}: reads {} {}{}", sink, listing.all().size(), entries.resource(), where());
    }
    if (news) {
      hint.run();
    }
  }

  private void ended(Events which) {
    if (which != events) {
      return;
    }
    restarts.incrementAndGet();
    beginAfter(relisting.ended(System.nanoTime()));
  }

  private void unreadable(String reason) {
    if (memory.unreadable(namespace, reason)) {
      about(Level.WARN).addKeyValue("reason", reason).log("{}: {}", sink, reason);
      hint.run();
    }
  }

  private void beginAfter(Duration delay) {
    if (next != null) {
      next.cancel(false);
    }
    next = executor.schedule(this::begin, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private LoggingEventBuilder about(Level level) {
    return log.atLevel(level).addKeyValue("sink", sink);
  }

  private String where() {
    return " in namespace " + namespace;
  }

  /** What one watch tells. */
  private final class Events implements Watcher<GenericKubernetesResource>, AutoCloseable {

    private volatile boolean over;
    private @Nullable Watch watch;

    void follow(Watch opened) {
      watch = opened;
    }

    @Override
    public void eventReceived(Action action, GenericKubernetesResource resource) {
      if (!over && isNews(action, resource)) {
        hint.run();
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      executor.execute(() -> ended(this));
    }

    @Override
    public void close() {
      over = true;
      if (watch != null) {
        watch.close();
      }
    }

    private boolean isNews(Action action, GenericKubernetesResource resource) {
      return switch (action) {
        case ADDED, MODIFIED -> memory.observed(entries.read(resource));
        case DELETED -> memory.vanished(entries.read(resource));
        case ERROR, BOOKMARK -> false;
      };
    }
  }
}
