package io.registrybridge.registry.eureka;

import io.registrybridge.registry.eureka.Answer.Refusal;
import io.registrybridge.registry.http.LimitedStream;
import io.registrybridge.registry.http.Login;
import io.registrybridge.registry.http.Server;
import io.registrybridge.registry.http.Transport;
import io.registrybridge.registry.http.Trouble;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.unit.DataSize;
import org.springframework.web.client.RestClientException;

/** Asks Eureka servers, and makes an answer of whatever comes back. */
final class EurekaClient {

  private static final Pattern JSON = Pattern.compile("json", Pattern.CASE_INSENSITIVE);
  private static final String EVERYTHING = "/apps";
  private static final String DELTA = "/apps/delta";

  private final Transport transport;
  private final Optional<Login> login;
  private final DataSize maxSize;
  private final Trouble trouble;

  EurekaClient(EurekaSettings settings, Transport transport) {
    this.transport = transport;
    this.login = settings.login();
    this.maxSize = settings.maxSize();
    this.trouble = new Trouble(settings.timeout());
  }

  /**
   * @param before of which the answer shares what is still so
   */
  Answer everything(Server server, View before) {
    return ask(server, EVERYTHING, before);
  }

  /**
   * What changed in the last three minutes or so.
   *
   * @param before of which the answer shares what is still so
   */
  Answer delta(Server server, View before) {
    return ask(server, DELTA, before);
  }

  private Answer ask(Server server, String path, View before) {
    try {
      return ask(server, path, before, credentials(server));
    } catch (IOException e) {
      return new Refusal(String.valueOf(e.getMessage()));
    }
  }

  private Optional<String> credentials(Server server) throws IOException {
    return login.isPresent() ? Optional.of(login.get().credentials()) : server.credentials();
  }

  private Answer ask(Server server, String path, View before, Optional<String> credentials) {
    var asked = System.nanoTime();
    try {
      return transport
          .http()
          .get()
          .uri(server.uri(path))
          .headers(headers -> introduce(headers, credentials))
          .exchangeForRequiredValue((request, response) -> answer(response, before, credentials));
    } catch (RestClientException e) {
      var took = Duration.ofNanos(System.nanoTime() - asked);
      return new Refusal(trouble.of(e, took, server.secure()));
    }
  }

  private static void introduce(HttpHeaders headers, Optional<String> credentials) {
    headers.set(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE);
    credentials.ifPresent(headers::setBasicAuth);
  }

  private Answer answer(ClientHttpResponse response, View before, Optional<String> credentials)
      throws IOException {
    // Closed here, because the response reads a body to its end when it is closed itself.
    try (var body = new LimitedStream(response.getBody(), maxSize)) {
      var objection = objection(response, credentials.isPresent());
      return objection.isPresent() ? objection.get() : ListingReader.read(body, before);
    }
  }

  private static Optional<Refusal> objection(ClientHttpResponse response, boolean named)
      throws IOException {
    var status = response.getStatusCode();
    if (status.isSameCodeAs(HttpStatus.FORBIDDEN)) {
      return refusal("answered 403: it is not ready to say what is registered; " + lasting(named));
    }
    if (status.isSameCodeAs(HttpStatus.UNAUTHORIZED)) {
      return refusal("answered 401: " + stranger(named));
    }
    if (status.is3xxRedirection()) {
      return refusal("answered " + status.value() + ": redirects are not followed");
    }
    if (!status.isSameCodeAs(HttpStatus.OK)) {
      return refusal("answered " + status.value());
    }
    return type(response).filter(type -> !JSON.matcher(type).find()).flatMap(EurekaClient::notJson);
  }

  /** Eureka itself says 403 for some minutes after its start, and whoever guards it for ever. */
  private static String lasting(boolean named) {
    return named
        ? "if that lasts, allow this user to read /apps"
        : "if that lasts, it may want a user: set username and password-file";
  }

  private static String stranger(boolean named) {
    return named
        ? "it does not accept this user with this password; correct them"
        : "it wants a user and a password; set username and password-file";
  }

  private static Optional<String> type(ClientHttpResponse response) {
    return Optional.ofNullable(response.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE));
  }

  private static Optional<Refusal> notJson(String type) {
    var shown = type.substring(0, Math.min(type.length(), 64));
    return refusal(
        "answered in " + shown + " and not in JSON; Eureka's path may be missing in the URL");
  }

  private static Optional<Refusal> refusal(String reason) {
    return Optional.of(new Refusal(reason));
  }
}
