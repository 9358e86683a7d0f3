package io.registrybridge.registry.consul;

import io.registrybridge.registry.consul.Answer.Refusal;
import io.registrybridge.registry.http.AsyncTransport;
import io.registrybridge.registry.http.SecretFile;
import io.registrybridge.registry.http.Trouble;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks Consul about one place, and makes an answer of whatever comes back. To cancel what it
 * returns breaks the exchange off.
 */
final class ConsulClient {

  private final Place place;
  private final Optional<SecretFile> tokenFile;
  private final Duration timeout;
  private final Duration wait;
  private final AsyncTransport transport;

  ConsulClient(Place place, ConsulSettings settings, AsyncTransport transport) {
    this.place = place;
    this.tokenFile = settings.tokenFile().map(path -> new SecretFile("token-file", path));
    this.timeout = settings.timeout();
    this.wait = settings.longestWait();
    this.transport = transport;
  }

  /** Asks for what is there now, as far as the leader knows. */
  <T> CompletableFuture<Answer<T>> now(Question<T> question) {
    return ask(question, "", timeout);
  }

  /** Asks for what is there now, and has the leader make sure that it is still that. */
  <T> CompletableFuture<Answer<T>> consistently(Question<T> question) {
    return ask(question, "&consistent", timeout);
  }

  /** Waits for something newer than this index; what is there is told when the wait is over. */
  <T> CompletableFuture<Answer<T>> after(long index, Question<T> question) {
    // Consul adds up to a sixteenth, so that not all who wait ask again at once.
    var longest = wait.plus(wait.dividedBy(16)).plus(timeout);
    return ask(question, "&index=" + index + "&wait=" + wait.toMillis() + "ms", longest);
  }

  private <T> CompletableFuture<Answer<T>> ask(
      Question<T> question, String manner, Duration patience) {
    try {
      var token = token();
      return ask(question, manner, patience, token);
    } catch (IOException e) {
      return CompletableFuture.completedFuture(new Refusal<>(String.valueOf(e.getMessage())));
    }
  }

  /** Read anew for every question: tokens are changed while the bridge runs. */
  private Optional<String> token() throws IOException {
    return tokenFile.isPresent() ? Optional.of(tokenFile.get().token()) : Optional.empty();
  }

  private <T> CompletableFuture<Answer<T>> ask(
      Question<T> question, String manner, Duration patience, Optional<String> token) {
    var uri = place.server().uri(question.path() + "?" + place.query() + manner);
    var asked = System.nanoTime();
    var exchange = transport.get(uri, headers(token), patience);
    var answer =
        exchange.handle(
            (response, failure) ->
                response == null
                    ? this.<T>refused(
                        failure, patience, Duration.ofNanos(System.nanoTime() - asked))
                    : new Reply(response, token).answer(question));
    var unused =
        answer.whenComplete(
            (told, failure) -> {
              if (answer.isCancelled()) {
                exchange.cancel(true);
              }
            });
    return answer;
  }

  private Map<String, String> headers(Optional<String> token) {
    var headers = new HashMap<>(Map.of("Accept", "application/json"));
    token.ifPresent(secret -> headers.put("X-Consul-Token", secret));
    place
        .server()
        .credentials()
        .ifPresent(encoded -> headers.put("Authorization", "Basic " + encoded));
    return headers;
  }

  private <T> Answer<T> refused(@Nullable Throwable failure, Duration patience, Duration took) {
    var cause = failure instanceof Exception known ? known : new IllegalStateException(failure);
    return new Refusal<>(new Trouble(patience).of(cause, took, place.server().secure()));
  }
}
