package io.registrybridge.registry.consul;

import static java.util.stream.Collectors.toSet;

import io.github.resilience4j.core.IntervalFunction;
import io.registrybridge.registry.consul.Answer.Told;
import io.registrybridge.registry.consul.Checks.Check;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * Watches one place: which services there are, and, where there are too many to wait for news of
 * each, which checks fail. On the desk's thread.
 *
 * <p>It is open while all that is asked of the place as a whole is answered. When one question is
 * not, and not when asked once more either, or when Consul counts anew, everything is begun again.
 */
final class PlaceWatch {

  private static final IntervalFunction BACKOFF =
      IntervalFunction.ofExponentialRandomBackoff(
          Duration.ofMillis(500), 2, 0.5, Duration.ofSeconds(10));

  /** Who was open for so long is not failing again and again. */
  private static final Duration STEADY = Duration.ofSeconds(10);

  /** For so long nothing is missing in what answers again after a silence. */
  private static final Duration SETTLE = Duration.ofSeconds(3);

  /** What its owner wants to know. */
  interface Listener {

    /** Something else is known than before. */
    void changed();

    /** Nothing is known for certain any more; to be told at once. */
    void silent();
  }

  private final Outlook outlook;
  private final Roster roster;
  private final Listener listener;
  private final Asking asking;
  private final Query<Listing> query;
  private final ServiceWatch services;
  private final StateWatch critical;
  private final StateWatch warning;

  private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
  private Optional<Future<?>> again = Optional.empty();
  private boolean open;
  private boolean checking;
  private boolean confirming;
  private long openSince;
  private long index;
  private int failures;

  PlaceWatch(Outlook outlook, Roster roster, Listener listener) {
    this.outlook = outlook;
    this.roster = roster;
    this.listener = listener;
    this.asking = new Asking(outlook, losing());
    this.query =
        new Query<>(
            Question.services(), outlook.client(), outlook.desk(), Outlook.ofAll(), listening());
    this.services = new ServiceWatch(outlook, roster, reading());
    this.critical = new StateWatch(outlook, Health.CRITICAL, this::flipped, this::check);
    this.warning = new StateWatch(outlook, Health.WARNING, this::flipped, this::check);
  }

  private Asking.Listener losing() {
    return new Asking.Listener() {
      @Override
      public void lost(String reason) {
        PlaceWatch.this.lost(reason);
      }

      @Override
      public void ended() {
        settle();
      }
    };
  }

  private Query.Listener<Listing> listening() {
    return new Query.Listener<>() {
      @Override
      public void told(Told<Listing> told, boolean backwards) {
        if (backwards) {
          lost(Asking.ANOTHER_LIFE);
        } else {
          listed(told);
        }
      }

      @Override
      public void refused() {
        reread();
      }
    };
  }

  private ServiceWatch.Listener reading() {
    return new ServiceWatch.Listener() {
      @Override
      public void changed() {
        listener.changed();
      }

      @Override
      public void refused() {
        check();
      }

      @Override
      public void ended() {
        settle();
      }
    };
  }

  /** Begins, if it has not begun. */
  void connect() {
    if (!open && asking.idle()) {
      again.ifPresent(rest -> rest.cancel(false));
      again = Optional.empty();
      asking.consistently(Question.services(), this::opened);
    }
  }

  private void opened(Told<Listing> told) {
    index = told.index();
    roster.opened(told);
    listener.changed();
    services.each(few());
    if (few()) {
      opened();
    } else {
      // What fails is known before anything is read, or a change between the two would be missed.
      begin(critical, () -> begin(warning, this::opened));
    }
  }

  private boolean few() {
    return roster.names().size() <= outlook.share();
  }

  private void begin(StateWatch state, Runnable then) {
    asking.now(
        state.question(),
        told -> {
          if (!services.each()) {
            state.begin(told);
          }
          then.run();
        });
  }

  private void opened() {
    open = true;
    openSince = System.nanoTime();
    query.from(index);
    check(critical); // which may have been refused while the place was not open
    check(warning);
    services.soon(roster.names());
    if (roster.settling()) {
      settleLater();
    }
  }

  private void settleLater() {
    again =
        Optional.of(
            outlook
                .desk()
                .after(
                    SETTLE,
                    () -> asking.confirm(Question.services(), index, this::settled)));
  }

  private void settled(Told<Listing> told) {
    confirmed(told);
    roster.settled();
    listener.changed();
  }

  private void listed(Told<Listing> told) {
    if (told.index() < index) {
      return; // it is older than what is known
    }
    var changed = roster.changedIn(told.content());
    var missing = roster.missingIn(told.content());
    var moved = told.index() > index;
    index = told.index();
    roster.listed(told);
    follow(changed, moved);
    if (!missing.isEmpty()) {
      confirm();
    }
    listener.changed();
  }

  private void follow(Set<String> changed, boolean moved) {
    if (services.each() != few()) {
      turn();
    }
    services.soon(changed);
    if (moved && !services.each()) {
      services.inTurn(roster.names()); // an address may have changed, or an instance be gone
    }
  }

  /** There are too many services now, or not too many any more. */
  private void turn() {
    services.each(few());
    if (few()) {
      critical.stop();
      warning.stop();
    } else {
      begin(critical, () -> begin(warning, () -> services.soon(roster.names())));
    }
  }

  /** Has the leader make sure of what is missing; while it does, what else is missing waits. */
  private void confirm() {
    if (!confirming) {
      confirming = true;
      asking.confirm(
          Question.services(),
          index,
          told -> {
            confirming = false;
            confirmed(told);
          });
    }
  }

  private void confirmed(Told<Listing> told) {
    if (told.index() >= index) {
      services.forget(roster.missingIn(told.content()));
      roster.gone(told.content());
      listed(told);
    } else if (roster.missing()) {
      confirm(); // it was overtaken by a list that is newer
    }
  }

  private void flipped(Set<Check> checks) {
    services.soon(checks.stream().map(Check::service).filter(roster::lists).collect(toSet()));
    var nodes = checks.stream().filter(Check::ofNode).map(Check::node).collect(toSet());
    if (!nodes.isEmpty()) {
      services.soon(roster.on(nodes));
      services.onceMore(); // what is being read may turn out to be there
    }
  }

  /** Something broke: whether it is more than one connection is seen by asking anew. */
  private void check() {
    if (open && !checking) {
      checking = true;
      asking.again(
          Question.services(),
          index,
          told -> {
            checking = false;
            listed(told);
            query.from(index);
          });
    }
  }

  private void check(StateWatch state) {
    if (open && !services.each()) {
      asking.again(state.question(), state.index(), state::resume);
    }
  }

  private void lost(String reason) {
    var steady = open && System.nanoTime() - openSince > STEADY.toNanos();
    failures = steady ? 1 : failures + 1;
    stop();
    roster.silent(reason);
    again =
        Optional.of(
            outlook.desk().after(Duration.ofMillis(BACKOFF.apply(failures)), this::connect));
    listener.silent();
    settle();
  }

  /** What runs here has a bug, by which nothing is certain any more. */
  void mistaken(String words) {
    lost(words);
  }

  /** Asks nothing any more; who waits for an answer waits in vain, and is told so. */
  void close() {
    stop();
    settle();
  }

  private void stop() {
    open = false;
    checking = false;
    confirming = false;
    again.ifPresent(rest -> rest.cancel(false));
    again = Optional.empty();
    query.stop();
    critical.stop();
    warning.stop();
    services.stop();
    asking.cancel();
  }

  /** Reads everything, a little at a time: something may have been missed. */
  void reread() {
    if (open) {
      check();
      services.inTurn(roster.names());
    }
  }

  /** Reads everything now; done when it is read or cannot be. */
  CompletableFuture<Void> refresh() {
    var done = new CompletableFuture<Void>();
    waiting.add(done);
    if (open) {
      asking.again(Question.services(), index, this::refreshed);
      check(critical);
      check(warning);
    } else {
      connect();
    }
    return done;
  }

  private void refreshed(Told<Listing> told) {
    listed(told);
    if (services.each()) {
      services.soon(roster.names());
    }
    services.hurry();
  }

  private void settle() {
    if (asking.idle() && services.idle()) {
      waiting.forEach(done -> done.complete(null));
      waiting.clear();
    }
  }
}
