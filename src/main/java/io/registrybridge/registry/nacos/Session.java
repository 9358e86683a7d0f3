package io.registrybridge.registry.nacos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.registrybridge.registry.http.LimitedStream;
import io.registrybridge.registry.http.Login;
import io.registrybridge.registry.http.SecretFile;
import io.registrybridge.registry.http.Server;
import io.registrybridge.registry.http.Transport;
import io.registrybridge.registry.http.Trouble;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.unit.DataSize;
import org.springframework.web.client.RestClientException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who the bridge is to Nacos: a token, which a user and password are exchanged for now and then.
 */
final class Session {

  /** Of Nacos 3, and of those before. */
  private static final String PATH = "/v3/auth/user/login";

  private static final String OLD_PATH = "/v1/auth/users/login";

  private static final DataSize MOST = DataSize.ofMegabytes(1);

  /** Some servers lock out whoever is refused too often. */
  private static final Duration REST = Duration.ofSeconds(30);

  private static final JsonMapper JSON = new JsonMapper();

  private final Optional<Login> login;
  private final Transport transport;
  private final Trouble trouble;
  private final Clock clock;

  private Optional<Token> token = Optional.empty();
  private Optional<Rejection> rejection = Optional.empty();

  /** A token, since and until when it is used, and who gave it. */
  private record Token(Server server, String value, Instant since, Instant until) {
    @Override
    public String toString() {
      return "a token of " + server;
    }
  }

  /** A password that was not accepted, until when it is not tried again, and what was said. */
  private record Rejection(Server server, String password, Instant until, String reason) {
    @Override
    public String toString() {
      return server + " " + reason;
    }
  }

  Session(NacosSettings settings, Transport transport, Clock clock) {
    this.login = settings.login();
    this.transport = transport;
    this.trouble = new Trouble(settings.timeout());
    this.clock = clock;
  }

  /**
   * What goes with every question to this server.
   *
   * @throws IOException with a sentence
   */
  Map<String, String> headers(NacosServer server) throws IOException {
    if (login.isEmpty()) {
      return Map.of();
    }
    try {
      return Map.of("accessToken", token(server.web(), login.get()));
    } catch (IOException e) {
      throw new IOException(server.web() + " " + e.getMessage(), e);
    }
  }

  /** Another server, or the same in another life, knows of no token. */
  void forget() {
    token = Optional.empty();
  }

  /** The token may be accepted no more; a new one may not, and would be no better. */
  void doubt() {
    var now = clock.instant();
    token = token.filter(one -> now.isBefore(one.since().plus(REST)));
  }

  private String token(Server server, Login user) throws IOException {
    var now = clock.instant();
    var known =
        token.filter(one -> one.server().equals(server)).filter(one -> now.isBefore(one.until()));
    if (known.isEmpty()) {
      token = Optional.of(fresh(server, user, now));
    }
    return token.orElseThrow().value();
  }

  private Token fresh(Server server, Login user, Instant now) throws IOException {
    var password = new SecretFile("password-file", user.passwordFile()).secret();
    var known =
        rejection
            .filter(one -> one.server().equals(server) && one.password().equals(password))
            .filter(one -> now.isBefore(one.until()));
    if (known.isPresent()) {
      throw new IOException(known.get().reason());
    }
    try {
      return granted(server, form(user.username(), password), now);
    } catch (Rejected e) {
      var reason = String.valueOf(e.getMessage());
      rejection = Optional.of(new Rejection(server, password, now.plus(REST), reason));
      throw e;
    }
  }

  private static String form(String username, String password) {
    return "username="
        + URLEncoder.encode(username, UTF_8)
        + "&password="
        + URLEncoder.encode(password, UTF_8);
  }

  private Token granted(Server server, String form, Instant now) throws IOException {
    var answer = post(server, PATH, form);
    if (answer.status().isSameCodeAs(HttpStatus.NOT_FOUND)) {
      answer = post(server, OLD_PATH, form);
    }
    var status = answer.status();
    if (status.isSameCodeAs(HttpStatus.FORBIDDEN) || status.isSameCodeAs(HttpStatus.UNAUTHORIZED)) {
      throw new Rejected(status);
    }
    var value = answer.body().path("accessToken").asString("");
    var seconds = answer.body().path("tokenTtl").asLong(0);
    if (!status.isSameCodeAs(HttpStatus.OK) || value.isEmpty()) {
      throw new IOException("answered a login with " + status.value() + " and no token");
    }
    // A tenth before its end, as Nacos' own clients do.
    return new Token(server, value, now, now.plusMillis(seconds * 900));
  }

  private record Answered(HttpStatusCode status, JsonNode body) {}

  private Answered post(Server server, String path, String form) throws IOException {
    var asked = System.nanoTime();
    try {
      return transport
          .http()
          .post()
          .uri(server.uri(path))
          .contentType(MediaType.APPLICATION_FORM_URLENCODED)
          .body(form)
          .exchangeForRequiredValue((request, response) -> read(response));
    } catch (RestClientException e) {
      var took = Duration.ofNanos(System.nanoTime() - asked);
      var reason = trouble.of(e, took, server.secure());
      throw new IOException(reason + " (at the login)", e);
    }
  }

  private static Answered read(ClientHttpResponse response) throws IOException {
    try (var body = new LimitedStream(response.getBody(), MOST)) {
      return new Answered(response.getStatusCode(), json(body.readAllBytes()));
    }
  }

  /** A refusal may be said in any form. */
  private static JsonNode json(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      return JSON.missingNode();
    }
  }

  /** The user is not accepted. */
  private static final class Rejected extends IOException {

    private static final long serialVersionUID = 1;

    Rejected(HttpStatusCode status) {
      super(
          "answered a login with "
              + status.value()
              + ": it does not accept this user with this password; correct them");
    }
  }
}
