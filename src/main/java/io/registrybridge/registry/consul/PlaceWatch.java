package io.registrybridge.registry.consul;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * Watches one place: which services there are, and, where there are too many to wait for news of
 * each, which checks fail. On the worker's thread.
 *
 * <p>It is open while all that is asked of the place as a whole is answered. When one question is
 * not, and not when asked once more either, or when Consul counts anew, everything is begun again.
 */
final class PlaceWatch implements Asking.Listener, ListWatch.Listener, ServiceWatch.Listener {

  /** For so long nothing is missing in what answers again after a silence. */
  private static final Duration SETTLE = Duration.ofSeconds(3);

  /** What its owner wants to know. */
  interface Listener {

    /** Something else is known than before. */
    void changed();

    /** Nothing is known for certain any more; to be told at once. */
    void silent();

    /** It was watched, and is not any more. */
    void brokeOff();
  }

  private final Outlook outlook;
  private final Roster roster;
  private final Listener listener;
  private final Asking asking;
  private final ListWatch list;
  private final ServiceWatch services;
  private final FlipWatch flips;

  private final Recovery recovery = new Recovery();
  private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
  private Optional<Future<?>> next = Optional.empty();
  private boolean open;

  PlaceWatch(Outlook outlook, Roster roster, Listener listener) {
    this.outlook = outlook;
    this.roster = roster;
    this.listener = listener;
    this.asking = new Asking(outlook, this);
    this.list = new ListWatch(outlook, asking, roster, this);
    this.services = new ServiceWatch(outlook, roster, this);
    this.flips = new FlipWatch(outlook, asking, roster, services);
  }

  /** Begins, if it has not begun. */
  void connect() {
    if (!open && asking.idle()) {
      later(Optional.empty());
      list.open(this::known);
    }
  }

  private void known() {
    listener.changed();
    services.each(few());
    if (few()) {
      open();
    } else {
      // What fails is known before anything is read, or a change between the two would be missed.
      flips.begin(this::open);
    }
  }

  private boolean few() {
    return roster.names().size() <= outlook.share();
  }

  private void open() {
    open = true;
    recovery.opened(System.nanoTime());
    list.await();
    services.soon(roster.names());
    if (roster.standing().settling()) {
      later(Optional.of(outlook.worker().runAfter(SETTLE, () -> list.confirm(this::settled))));
    }
  }

  private void settled() {
    roster.standing().settled();
    listener.changed();
  }

  /** What was to be done next is not. */
  private void later(Optional<Future<?>> instead) {
    next.ifPresent(rest -> rest.cancel(false));
    next = instead;
  }

  @Override
  public void listed(Set<String> changed, boolean moved) {
    if (services.each() != few()) {
      turn();
    }
    services.soon(changed);
    if (moved && !services.each()) {
      services.inTurn(roster.names()); // an address may have changed, or an instance be gone
    }
    listener.changed();
  }

  /** There are too many services now, or not too many any more. */
  private void turn() {
    services.each(few());
    if (few()) {
      flips.stop();
    } else {
      flips.begin(() -> services.soon(roster.names()));
    }
  }

  @Override
  public void gone(Set<String> names) {
    services.forget(names);
  }

  @Override
  public void changed() {
    listener.changed();
  }

  /** Something broke: whether it is more than one connection is seen by asking anew. */
  @Override
  public void refused() {
    if (open) {
      list.check();
    }
  }

  @Override
  public void interrupted() {
    reread();
  }

  /** Reads everything, a little at a time: something may have been missed. */
  void reread() {
    if (open) {
      list.check();
      services.inTurn(roster.names());
    }
  }

  /** Reads what was not told whole: nothing tells that somebody was given the right to it. */
  void rereadTroubled() {
    if (open) {
      services.inTurn(roster.troubles().keySet());
      if (roster.standing().doubt().isPresent()) {
        list.check();
        flips.check();
      }
    }
  }

  /**
   * Reads what may have changed; done when it is read or cannot be.
   *
   * <p>Where there are too many services to wait for news of each, the list and the checks say what
   * that is: to read 10,000 takes longer than those who ask for this wait.
   */
  CompletableFuture<Void> refresh() {
    var done = new CompletableFuture<Void>();
    waiting.add(done);
    if (open) {
      list.read(this::hurry);
      flips.check();
    } else {
      connect();
    }
    return done;
  }

  private void hurry() {
    services.soon(services.each() ? roster.names() : roster.troubles().keySet());
    services.hurry();
  }

  @Override
  public void lost(String reason) {
    if (open) {
      listener.brokeOff();
    }
    stop();
    roster.standing().silent(reason);
    var rest = recovery.lost(System.nanoTime());
    later(Optional.of(outlook.worker().runAfter(rest, this::connect)));
    listener.silent();
    ended();
  }

  /** Asks nothing any more; who waits for an answer waits in vain, and is told so. */
  void close() {
    stop();
    ended();
  }

  private void stop() {
    open = false;
    later(Optional.empty());
    list.stop();
    flips.stop();
    services.stop();
    asking.cancel();
  }

  @Override
  public void ended() {
    if (asking.idle() && services.idle()) {
      waiting.forEach(done -> done.complete(null));
      waiting.clear();
    }
  }
}
