package io.registrybridge.registry.nacos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.registrybridge.registry.http.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {

  private static final String NEW = "/nacos/v3/auth/user/login";
  private static final String OLD = "/nacos/v1/auth/users/login";

  @TempDir private Path folder;

  private final Ticking clock = new Ticking();
  private final List<String> logins = new CopyOnWriteArrayList<>();
  private String path = NEW;
  private boolean failing;
  private int life = 100;
  private HttpServer web;
  private Path password;
  private NacosSettings settings;
  private Session session;

  @BeforeEach
  void start() throws IOException {
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext(
        "/",
        exchange -> {
          var form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          logins.add(exchange.getRequestURI() + " " + form);
          var right = form.equals("username=b%26b&password=t%C3%AFger");
          var found = exchange.getRequestURI().getPath().equals(path);
          var body =
              "{\"accessToken\":\"token-%d\",\"tokenTtl\":%d}".formatted(logins.size(), life);
          var status = failing ? 500 : found ? (right ? 200 : 403) : 404;
          exchange.sendResponseHeaders(status, 0);
          try (var out = exchange.getResponseBody()) {
            out.write((status == 200 ? body : "no").getBytes(UTF_8));
          }
        });
    web.start();
    password = Files.writeString(folder.resolve("password"), "tïger\n");
    settings =
        Given.settings(
            "server=127.0.0.1:" + web.getAddress().getPort(),
            "username=b&b",
            "password-file=" + password);
    session = session(settings);
  }

  private Session session(NacosSettings of) {
    var transport = new Transport("cn", of.timeout(), of.sslBundle(), Given.NO_BUNDLES);
    return new Session("cn", of.login(), new LoginClient(transport, of.timeout()), clock);
  }

  @AfterEach
  void stop() {
    web.stop(0);
  }

  @Test
  void whoHasNoUserSaysNothing() throws IOException {
    var nobody = Given.settings("server=127.0.0.1");

    assertThat(session(nobody).headers(nobody.servers().get(0))).isEmpty();
  }

  @Test
  void aTokenIsUsedUntilShortlyBeforeItsEnd() throws IOException {
    assertThat(token()).isEqualTo("token-1");
    clock.tick(Duration.ofSeconds(89));
    assertThat(token()).isEqualTo("token-1");
    clock.tick(Duration.ofSeconds(2));
    assertThat(token()).isEqualTo("token-2");
  }

  @Test
  void aTokenServesToItsEndWhereNoOtherIsGiven() throws IOException {
    token();
    web.stop(0);

    clock.tick(Duration.ofSeconds(99));
    assertThat(token()).isEqualTo("token-1");
    clock.tick(Duration.ofSeconds(1));
    assertThatThrownBy(this::token).hasMessageContaining("refused the connection (at the login)");
  }

  @Test
  void aServerThatGivesNoOtherTokenIsAskedForOneNowAndThen() throws IOException {
    life = 1000;
    token();
    failing = true;
    clock.tick(Duration.ofMinutes(15));
    assertThat(token()).isEqualTo("token-1");
    assertThat(token()).isEqualTo("token-1");
    assertThat(logins).hasSize(2);

    failing = false;
    clock.tick(Duration.ofSeconds(30));
    assertThat(token()).isEqualTo("token-3");
  }

  @Test
  void aTokenOfAUserWhoIsRejectedServesNoLonger() throws IOException {
    token();
    Files.writeString(password, "wrong");
    clock.tick(Duration.ofSeconds(91));

    assertThatThrownBy(this::token).hasMessageContaining("answered a login with 403");
  }

  @Test
  void asksAnOlderNacosWhereItListens() throws IOException {
    path = OLD;

    assertThat(token()).isEqualTo("token-2");
    assertThat(logins).extracting(login -> login.split(" ", 2)[0]).containsExactly(NEW, OLD);
  }

  @Test
  void aRefusedPasswordIsNotTriedAgainBeforeItIsAnotherOrTimeHasPassed() throws IOException {
    Files.writeString(password, "wrong");
    assertThatThrownBy(this::token)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("answered a login with 403: it does not accept this user")
        .hasMessageNotContaining("wrong");
    assertThatThrownBy(this::token).hasMessageContaining("answered a login with 403");
    assertThat(logins).hasSize(1);

    clock.tick(Duration.ofSeconds(31));
    assertThatThrownBy(this::token).hasMessageContaining("answered a login with 403");
    assertThat(logins).hasSize(2);

    Files.writeString(password, "tïger");
    assertThat(token()).isEqualTo("token-3");
  }

  @Test
  void aTokenThatIsAcceptedNoMoreIsReplacedUnlessItIsNew() throws IOException {
    token();
    session.doubt();
    assertThat(token()).isEqualTo("token-1");

    clock.tick(Duration.ofSeconds(31));
    session.doubt();
    assertThat(token()).isEqualTo("token-2");
  }

  @Test
  void aServerThatDoesNotAnswerIsSaidToBeAtTheLogin() {
    web.stop(0);

    assertThatThrownBy(this::token).hasMessageContaining("refused the connection (at the login)");
  }

  @Test
  void aMissingPasswordIsASentence() throws IOException {
    Files.delete(password);

    assertThatThrownBy(this::token).hasMessageContaining("password-file " + password);
  }

  private String token() throws IOException {
    Map<String, String> headers = session.headers(settings.servers().get(0));
    return headers.getOrDefault("accessToken", "");
  }

  /** A clock that stands still until it is told to. */
  private static final class Ticking extends Clock {

    private Instant now = Instant.EPOCH;

    private void tick(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
