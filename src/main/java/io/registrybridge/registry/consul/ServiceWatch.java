package io.registrybridge.registry.consul;

import io.registrybridge.registry.consul.Answer.Refusal;
import io.registrybridge.registry.consul.Answer.Told;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Reads the services of one place, and where there are not too many of them waits for news of each.
 * On the worker's thread.
 *
 * <p>An answer that lacks an instance, or is older than what is known, is not believed before the
 * leader has made sure of it.
 */
final class ServiceWatch {

  /** What its owner wants to know. */
  interface Listener {

    /** Something else is known than before. */
    void changed();

    /** A service cannot be read, maybe for a reason that concerns all of them. */
    void refused();

    /** A read is over. */
    void ended();
  }

  private final Outlook outlook;
  private final ConsulClient client;
  private final Roster roster;
  private final Listener listener;
  private final Exchanges exchanges;
  private final Reads reads;
  private final Retries retries;

  private final Map<String, Query<Found>> queries = new HashMap<>();
  private final Set<String> doubted = new HashSet<>();
  private boolean each;

  ServiceWatch(Outlook outlook, Roster roster, Listener listener) {
    this.outlook = outlook;
    this.client = outlook.client();
    this.roster = roster;
    this.listener = listener;
    this.exchanges = new Exchanges(outlook.worker());
    this.reads = new Reads(outlook.worker(), outlook.sweeping(), this::read);
    this.retries =
        new Retries(outlook.worker(), Retries.BACKOFF, service -> reads.soon(List.of(service)));
  }

  /** Whether to wait for news of each service that was read. */
  void each(boolean wanted) {
    each = wanted;
    if (each) {
      roster.names().forEach(this::await);
    } else {
      queries.values().forEach(Query::stop);
      queries.clear();
    }
  }

  boolean each() {
    return each;
  }

  /** Reads these at once. */
  void soon(Collection<String> services) {
    reads.soon(services);
  }

  /** Reads these at a steady pace. */
  void inTurn(Collection<String> services) {
    reads.inTurn(services);
  }

  /** Reads what is being read again when that is over. */
  void onceMore() {
    reads.onceMore();
  }

  /** Reads at once what waits for its turn. */
  void hurry() {
    reads.hurry();
  }

  /** These are not there any more. */
  void forget(Collection<String> services) {
    for (var service : services) {
      reads.forget(service);
      doubted.remove(service);
      retries.forget(service);
      var query = queries.remove(service);
      if (query != null) {
        query.stop();
      }
    }
  }

  /** Whether nothing is being read, save for what has to wait. */
  boolean idle() {
    return reads.idle() && exchanges.idle();
  }

  void stop() {
    each(false);
    reads.clear();
    doubted.clear();
    retries.clear();
    exchanges.cancel();
  }

  private void read(String service) {
    var known = roster.index(service);
    if (doubted.remove(service)) {
      take(
          service, client.consistently(question(service)), told -> confirmed(service, known, told));
    } else {
      take(service, client.now(question(service)), told -> heard(service, told));
    }
  }

  private void take(
      String service, CompletableFuture<Answer<Found>> exchange, Consumer<Told<Found>> hearer) {
    exchanges.take(
        exchange,
        answer -> {
          if (answer instanceof Told<Found> told) {
            hearer.accept(told);
          } else {
            refused(service, ((Refusal<Found>) answer).reason());
          }
          reads.ended(service);
          listener.ended();
        });
  }

  private Question<Found> question(String service) {
    return Question.health(outlook.place().key(service), outlook.choices());
  }

  private void heard(String service, Told<Found> told) {
    if (told.index() < roster.index(service) || roster.lacking(service, told.content())) {
      doubted.add(service);
      reads.soon(List.of(service));
    } else {
      believe(service, told);
    }
  }

  private void confirmed(String service, long known, Told<Found> told) {
    if (roster.index(service) == known) {
      believe(service, told);
    } else {
      heard(service, told); // something was believed meanwhile that may be newer
    }
  }

  private void believe(String service, Told<Found> told) {
    retries.forget(service);
    if (roster.read(service, told)) {
      listener.changed();
    }
    if (each) {
      await(service);
    }
  }

  private void await(String service) {
    if (roster.index(service) > 0) {
      queries.computeIfAbsent(service, this::query).from(roster.index(service));
    }
  }

  private Query<Found> query(String service) {
    return new Query<>(
        question(service),
        client,
        outlook.worker(),
        Outlook.ofOne(),
        new Query.Listener<>() {
          @Override
          public void told(Told<Found> told, boolean backwards) {
            heard(service, told);
          }

          @Override
          public void refused() {
            reads.soon(List.of(service));
          }
        });
  }

  private void refused(String service, String reason) {
    if (!roster.lists(service)) {
      return;
    }
    roster.failed(service, reason);
    retries.failed(service);
    listener.changed();
    listener.refused();
  }
}
