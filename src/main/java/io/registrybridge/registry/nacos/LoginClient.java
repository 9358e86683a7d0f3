package io.registrybridge.registry.nacos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.registrybridge.registry.http.LimitedStream;
import io.registrybridge.registry.http.Server;
import io.registrybridge.registry.http.Transport;
import io.registrybridge.registry.http.Trouble;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.unit.DataSize;
import org.springframework.web.client.RestClientException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Exchanges a user and password for a token, by the one part of Nacos that speaks HTTP here. */
final class LoginClient {

  /** Of Nacos 3, and of those before. */
  private static final String PATH = "/v3/auth/user/login";

  private static final String OLD_PATH = "/v1/auth/users/login";

  private static final DataSize MOST = DataSize.ofMegabytes(1);
  private static final JsonMapper JSON = new JsonMapper();

  private final Transport transport;
  private final Trouble trouble;

  LoginClient(Transport transport, Duration timeout) {
    this.transport = transport;
    this.trouble = new Trouble(timeout);
  }

  /** A token and for how long it is good. */
  record Grant(String token, Duration life) {
    @Override
    public String toString() {
      return "a token for " + life;
    }
  }

  /** The user is not accepted. */
  static final class Rejected extends IOException {

    private static final long serialVersionUID = 1;

    private Rejected(HttpStatusCode status) {
      super(
          "answered a login with "
              + status.value()
              + ": it does not accept this user with this password; correct them");
    }
  }

  private record Answered(HttpStatusCode status, JsonNode body) {}

  /**
   * Logs in.
   *
   * @throws IOException with the rest of a sentence that begins with the server
   */
  Grant login(Server server, String username, String password) throws IOException {
    var form = "username=" + encoded(username) + "&password=" + encoded(password);
    var answer = post(server, PATH, form);
    if (answer.status().isSameCodeAs(HttpStatus.NOT_FOUND)) {
      answer = post(server, OLD_PATH, form);
    }
    return granted(answer);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private static Grant granted(Answered answer) throws IOException {
    var status = answer.status();
    if (status.isSameCodeAs(HttpStatus.FORBIDDEN) || status.isSameCodeAs(HttpStatus.UNAUTHORIZED)) {
      throw new Rejected(status);
    }
    var token = answer.body().path("accessToken").asString("");
    if (!status.isSameCodeAs(HttpStatus.OK) || token.isEmpty()) {
      throw new IOException("answered a login with " + status.value() + " and no token");
    }
    return new Grant(token, Duration.ofSeconds(answer.body().path("tokenTtl").asLong(0)));
  }

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
      throw new IOException(trouble.of(e, took, server.secure()) + " (at the login)", e);
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
}
