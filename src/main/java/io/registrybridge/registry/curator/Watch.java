package io.registrybridge.registry.curator;

import io.github.resilience4j.core.IntervalFunction;
import io.registrybridge.registry.Spread;
import io.registrybridge.registry.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.zookeeper.KeeperException.Code;

/**
 * What is believed of a tree: nothing from the moment a connection is lost until everything was
 * read over the next one, because nobody tells what happened in between. Confined to the worker's
 * thread.
 */
final class Watch<E> implements Reader.Listener {

  private static final IntervalFunction REST =
      IntervalFunction.ofExponentialRandomBackoff(
          Duration.ofSeconds(1), 2, 0.5, Duration.ofSeconds(10));

  private static final int RESTS_GROW = 5; // until then

  private static final Duration TROUBLED = Duration.ofMinutes(10);

  private final TreeSettings settings;
  private final Client client;
  private final Worker worker;
  private final Telling<E> telling;
  private final Waiting waiting = new Waiting();

  private Optional<Reader<E>> reader = Optional.empty();
  private Optional<Future<?>> nextWalk = Optional.empty();
  private boolean opened;
  private boolean connected;
  private boolean whole = true;
  private Instant lostAt;
  private int failures;
  private String failure = "";
  private boolean renewal;

  Watch(TreeSettings settings, Client client, Worker worker, Telling<E> telling) {
    this.settings = settings;
    this.client = client;
    this.worker = worker;
    this.telling = telling;
    this.lostAt = worker.now();
  }

  /** Connects, and watches from then on; once. */
  void open() {
    if (opened) {
      return;
    }
    opened = true;
    lostAt = worker.now();
    worker.onBug(bug -> failed(Code.SYSTEMERROR, "could not be read by the bridge: " + bug));
    client.start(state -> worker.run(() -> turned(state)), path -> worker.run(() -> touched(path)));
    look();
  }

  private void turned(ConnectionState state) {
    connected = state.isConnected();
    if (connected) {
      beginAfterRest();
      return;
    }
    if (state == ConnectionState.SUSPENDED) {
      lostAt = worker.now();
    }
    failures += reader.filter(Reader::walking).isPresent() ? 1 : 0;
    drop();
    var what = state == ConnectionState.LOST ? "the session with " : "the connection to ";
    telling.silent(what + settings.servers() + " is lost since " + since() + again());
  }

  private String since() {
    return Words.second(lostAt);
  }

  /** What happened at each attempt, if they come to nothing again and again. */
  private String again() {
    return failures > 1 ? "; before that it " + failure : "";
  }

  private void drop() {
    reader.filter(Reader::knows).ifPresent(watching -> telling.brokeOff());
    reader.ifPresent(Reader::end);
    reader = Optional.empty();
  }

  private void beginAfterRest() {
    var rest = failures == 0 ? 0 : REST.apply(Math.min(failures, RESTS_GROW));
    var unused = worker.runAfter(Duration.ofMillis(rest), this::begin);
  }

  private void begin() throws Exception {
    if (!connected || reader.isPresent()) {
      return;
    }
    if (renewal) {
      renewal = false;
      client.renew();
    }
    reader = Optional.of(new Reader<>(telling.tree(), client, worker, this));
    walk();
  }

  private void walk() throws Exception {
    if (reader.isPresent() && !reader.get().walking()) {
      waiting.begin();
      reader.get().walk();
    }
  }

  @Override
  public void walked() {
    failures = 0;
    telling.now();
    waiting.end();
    walkLater();
    if (waiting.forNext()) {
      worker.run(this::walk);
    }
  }

  private void walkLater() {
    whole = telling.whole();
    nextWalk.ifPresent(walk -> walk.cancel(false));
    var pause = Spread.of(nextRead(), ThreadLocalRandom.current());
    nextWalk = Optional.of(worker.runAfter(pause, this::walk));
  }

  /** No watch tells that what may not be read may be read now. */
  private Duration nextRead() {
    var full = settings.fullRead();
    return whole || full.compareTo(TROUBLED) < 0 ? full : TROUBLED;
  }

  @Override
  public void followed(boolean caughtUp) {
    telling.soon(caughtUp);
  }

  @Override
  public void failed(Code code, String reason) {
    failures++;
    failure = reason;
    renewal |= code == Code.AUTHFAILED;
    drop();
    silent(settings.servers() + " " + reason);
    beginAfterRest();
  }

  private void silent(String reason) {
    telling.silent(reason);
    waiting.endAll();
  }

  /** Something happened to this node; if it is the root, that may be all there was to wait for. */
  private void touched(String path) throws Exception {
    if (reader.isPresent()) {
      reader.get().touched(path);
    } else if (path.isEmpty()) {
      begin();
    }
  }

  /** Reads everything for somebody who waits for it; what is not connected in time is told so. */
  void read(CompletableFuture<Void> somebody) throws Exception {
    open();
    waiting.add(somebody);
    if (connected) {
      begin();
      walk();
    } else if (late()) {
      stillLost();
    }
  }

  private boolean late() {
    return !lostAt.plus(settings.timeout()).isAfter(worker.now());
  }

  private void stillLost() {
    silent("there is no connection since " + since() + ": " + client.findings() + again());
  }

  /** Looks after what nobody tells of. */
  private void look() {
    var unused = worker.runAfter(settings.timeout().dividedBy(4), this::look);
    if (!connected && late()) {
      stillLost();
    } else if (reader.filter(one -> one.waits(settings.timeout())).isPresent()) {
      failed(Code.OPERATIONTIMEOUT, client.trouble().silence());
    } else if (reader.filter(Reader::knows).isPresent()) {
      telling.still(); // a session that lasts is as good as a read
      if (whole && !telling.whole()) {
        walkLater();
      }
    }
  }
}
