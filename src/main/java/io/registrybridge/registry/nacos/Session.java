package io.registrybridge.registry.nacos;

import io.registrybridge.registry.http.Login;
import io.registrybridge.registry.http.SecretFile;
import io.registrybridge.registry.http.Server;
import io.registrybridge.registry.nacos.LoginClient.Rejected;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who the bridge is to Nacos: a token, which a user and password are exchanged for now and then.
 */
final class Session {

  private static final Logger log = LoggerFactory.getLogger(Session.class);

  /** Some servers lock out whoever is refused too often. */
  private static final Duration REST = Duration.ofSeconds(30);

  /** As Nacos' own clients do, a token is replaced a tenth of its life before its end. */
  private static final int TENTHS = 9;

  private final String registry;
  private final Optional<Login> login;
  private final LoginClient client;
  private final Clock clock;

  private Optional<Token> token = Optional.empty();
  private Optional<Rejection> rejection = Optional.empty();
  private String trouble = "";

  /**
   * A token, since when it is used, when it is replaced, until when it is good, and who gave it.
   */
  private record Token(Server server, String value, Instant since, Instant renewal, Instant until) {

    Token renewedAt(Instant later) {
      return new Token(server, value, since, later, until);
    }

    @Override
    public String toString() {
      return "a token of " + server;
    }
  }

  /** A password that was not accepted, until when it is not tried again, and what was said. */
  private record Rejection(Server server, String password, Instant until, Rejected answer) {
    @Override
    public String toString() {
      return server + " " + answer.getMessage();
    }
  }

  /** A server gives no token, and another one may. */
  static final class NoToken extends IOException {

    private static final long serialVersionUID = 1;

    private NoToken(String sentence, IOException cause) {
      super(sentence, cause);
    }
  }

  /** A session that has not begun; with no login it never does. */
  Session(String registry, Optional<Login> login, LoginClient client, Clock clock) {
    this.registry = registry;
    this.login = login;
    this.client = client;
    this.clock = clock;
  }

  /**
   * What goes with every question to this server.
   *
   * @throws NoToken if another server might have some
   * @throws IOException with a sentence
   */
  Map<String, String> headers(NacosServer server) throws IOException {
    if (login.isEmpty()) {
      return Map.of();
    }
    try {
      return Map.of("accessToken", token(server.web(), login.get()));
    } catch (NoToken e) {
      throw e;
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
    if (known.filter(one -> now.isBefore(one.renewal())).isEmpty()) {
      token =
          Optional.of(known.isEmpty() ? fresh(server, user, now) : next(known.get(), user, now));
    }
    return token.orElseThrow().value();
  }

  /** The same one for a while, unless the user is rejected. */
  private Token next(Token known, Login user, Instant now) throws IOException {
    try {
      return fresh(known.server(), user, now);
    } catch (Rejected e) {
      throw e;
    } catch (IOException e) {
      tell(known, String.valueOf(e.getMessage()));
      return known.renewedAt(now.plus(REST));
    }
  }

  private void tell(Token known, String reason) {
    if (!trouble.equals(reason)) {
      trouble = reason;
      log.atWarn()
          .addKeyValue("registry", registry)
          .addKeyValue("reason", reason)
          .log(
              "Registry {} gives no new token, and the one before serves until {}: {}",
              registry,
              known.until(),
              reason);
    }
  }

  private Token fresh(Server server, Login user, Instant now) throws IOException {
    var password = new SecretFile("password-file", user.passwordFile()).secret();
    var known = rejected(server, password, now);
    if (known.isPresent()) {
      throw known.get().answer();
    }
    try {
      var grant = client.login(server, user.username(), password);
      trouble = "";
      var use = grant.life().multipliedBy(TENTHS).dividedBy(TENTHS + 1);
      return new Token(server, grant.token(), now, now.plus(use), now.plus(grant.life()));
    } catch (Rejected e) {
      rejection = Optional.of(new Rejection(server, password, now.plus(REST), e));
      throw e;
    } catch (IOException e) {
      throw new NoToken(server + " " + e.getMessage(), e);
    }
  }

  private Optional<Rejection> rejected(Server server, String password, Instant now) {
    return rejection
        .filter(one -> one.server().equals(server) && one.password().equals(password))
        .filter(one -> now.isBefore(one.until()));
  }
}
