package io.registrybridge.registry.nacos;

import io.registrybridge.registry.nacos.Answer.Cause;
import io.registrybridge.registry.nacos.Answer.Refusal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** One round of questions over one link, a few of them at a time. */
final class Asking {

  private static final int AT_ONCE = 16;

  private final Link link;
  private final Map<String, String> headers;
  private final Semaphore places = new Semaphore(AT_ONCE);

  private Optional<Refusal> broken = Optional.empty();
  private boolean unwelcome;

  /**
   * A round of none yet.
   *
   * @param headers that tell who asks
   */
  Asking(Link link, Map<String, String> headers) {
    this.link = link;
    this.headers = headers;
  }

  /** One question. */
  Answer one(Message question, Function<Message, Answer> reader) throws InterruptedException {
    return noted(await(link.ask(question.with(headers), reader)));
  }

  /** As many questions as there are keys. */
  <K> Map<K, Answer> all(
      Collection<K> keys, Function<K, Message> question, Function<Message, Answer> reader)
      throws InterruptedException {
    var pending = new HashMap<K, CompletableFuture<Answer>>();
    for (var key : keys) {
      places.acquire();
      var answer = link.ask(question.apply(key).with(headers), reader);
      pending.put(key, answer);
      var unused = answer.whenComplete((given, failure) -> places.release());
    }
    var answers = new HashMap<K, Answer>();
    for (var entry : pending.entrySet()) {
      answers.put(entry.getKey(), noted(await(entry.getValue())));
    }
    return answers;
  }

  private Answer noted(Answer answer) {
    if (!(answer instanceof Refusal refusal)) {
      return answer;
    }
    if (refusal.cause() == Cause.LOGIN) {
      unwelcome = true;
      return new Refusal(Cause.LOGIN, refusal.reason() + advice());
    }
    if (refusal.cause() == Cause.CONNECTION) {
      broken = broken.or(() -> Optional.of(refusal));
    }
    return refusal;
  }

  private String advice() {
    return headers.isEmpty()
        ? "; it wants a user and a password: set username and password-file"
        : "; allow this user to read it";
  }

  /** Says something of which the answer does not matter. */
  void tell(Message message) {
    var unused = link.ask(message.with(headers), AnswerReader::done);
  }

  /** Why the link is of no more use; empty if it is. */
  Optional<String> broken() {
    return broken.map(Refusal::reason);
  }

  /** Whether the server did not accept who asks. */
  boolean unwelcome() {
    return unwelcome;
  }

  static Answer await(CompletableFuture<Answer> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // none of them ends so
    }
  }
}
