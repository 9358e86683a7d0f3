package io.registrybridge.registry.consul;

import io.registrybridge.registry.Worker;
import io.registrybridge.registry.consul.Answer.Told;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * A question that is asked again and again, each time waiting for news, until it is refused or
 * stopped. On the worker's thread.
 */
final class Query<T> {

  /** Whom it tells. */
  interface Listener<T> {

    /**
     * There is an answer, newer than the one before or the same again.
     *
     * @param backwards whether the index went back, so that Consul is in another life
     */
    void told(Told<T> told, boolean backwards);

    /** It was refused, and is not asked any more. */
    void refused();
  }

  private final Question<T> question;
  private final ConsulClient client;
  private final Worker worker;
  private final Pace pace;
  private final Listener<T> listener;

  private long index;
  private Optional<CompletableFuture<Answer<T>>> asked = Optional.empty();
  private Optional<Future<?>> resting = Optional.empty();

  Query(Question<T> question, ConsulClient client, Worker worker, Pace pace, Listener<T> listener) {
    this.question = question;
    this.client = client;
    this.worker = worker;
    this.pace = pace;
    this.listener = listener;
  }

  /** Waits for news beyond this index; if it does so already, goes on. */
  void from(long known) {
    if (asked.isEmpty() && resting.isEmpty()) {
      index = known;
      rest();
    }
  }

  void stop() {
    resting.ifPresent(rest -> rest.cancel(false));
    resting = Optional.empty();
    var open = asked;
    asked = Optional.empty();
    open.ifPresent(exchange -> exchange.cancel(true));
  }

  private void rest() {
    var rest = pace.turn(System.nanoTime());
    if (rest.equals(Duration.ZERO)) {
      ask();
    } else {
      resting = Optional.of(worker.runAfter(rest, this::ask));
    }
  }

  private void ask() {
    resting = Optional.empty();
    var exchange = client.after(index, question);
    asked = Optional.of(exchange);
    worker.take(exchange, answer -> answered(exchange, answer));
  }

  private void answered(CompletableFuture<Answer<T>> exchange, Answer<T> answer) {
    if (asked.filter(open -> open == exchange).isEmpty()) {
      return; // stopped before it was here
    }
    asked = Optional.empty();
    if (answer instanceof Told<T> told) {
      var backwards = told.index() < index;
      from(told.index());
      listener.told(told, backwards);
    } else {
      listener.refused();
    }
  }
}
