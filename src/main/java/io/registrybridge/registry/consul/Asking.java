package io.registrybridge.registry.consul;

import io.registrybridge.registry.consul.Answer.Refusal;
import io.registrybridge.registry.consul.Answer.Told;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Asks for what has to be answered for a place to be open: a refusal is a loss, and so is an answer
 * out of another life. On the worker's thread.
 */
final class Asking {

  private static final String ANOTHER_LIFE = "counts anew: it was restarted or restored";

  /** By then a leader may be elected, or one that was busy have time. */
  private static final Duration REST = Duration.ofMillis(500);

  /** What its owner wants to know. */
  interface Listener {

    /** Nothing is known for certain any more, and this is why. */
    void lost(String reason);

    /** An answer came, and what had to be done with it is done. */
    void ended();
  }

  private final ConsulClient client;
  private final Exchanges exchanges;
  private final Listener listener;

  Asking(Outlook outlook, Listener listener) {
    this.client = outlook.client();
    this.exchanges = new Exchanges(outlook.worker());
    this.listener = listener;
  }

  /** Asks for what is there now. */
  <T> void now(Question<T> question, Consumer<Told<T>> then) {
    take(client.now(question), then);
  }

  /** Asks for what is there now, of which everything up to an index is known. */
  <T> void again(Question<T> question, long known, Consumer<Told<T>> then) {
    now(question, beyond(known, then));
  }

  /** Asks for what the leader is certain of. */
  <T> void consistently(Question<T> question, Consumer<Told<T>> then) {
    take(client.consistently(question), then);
  }

  /**
   * Has the leader make sure of what is known up to an index. One that will not is asked once more:
   * all the rest is answered.
   */
  <T> void confirm(Question<T> question, long known, Consumer<Told<T>> then) {
    var beyond = beyond(known, then);
    exchanges.take(
        client.consistently(question),
        answer -> {
          if (answer instanceof Refusal) {
            exchanges.take(rest(), rested -> consistently(question, beyond));
          } else {
            accept(answer, beyond);
          }
        });
  }

  private static CompletableFuture<Duration> rest() {
    return new CompletableFuture<Duration>()
        .completeOnTimeout(REST, REST.toMillis(), TimeUnit.MILLISECONDS);
  }

  private <T> Consumer<Told<T>> beyond(long known, Consumer<Told<T>> then) {
    return told -> {
      if (told.index() < known) {
        anotherLife();
      } else {
        then.accept(told);
      }
    };
  }

  /** An index went back. */
  void anotherLife() {
    listener.lost(ANOTHER_LIFE);
  }

  private <T> void take(CompletableFuture<Answer<T>> exchange, Consumer<Told<T>> then) {
    exchanges.take(exchange, answer -> accept(answer, then));
  }

  private <T> void accept(Answer<T> answer, Consumer<Told<T>> then) {
    if (answer instanceof Told<T> told) {
      then.accept(told);
    } else {
      listener.lost(((Refusal<T>) answer).reason());
    }
    listener.ended();
  }

  /** Whether nothing is asked. */
  boolean idle() {
    return exchanges.idle();
  }

  /** Asks nothing any more. */
  void cancel() {
    exchanges.cancel();
  }
}
