package io.registrybridge.registry.eureka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.registrybridge.registry.eureka.Answer.Refusal;
import io.registrybridge.registry.http.Server;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

@Timeout(600)
class EurekaClientTest {

  private static final DataSize LIMIT = DataSize.ofKilobytes(100);

  private final ScriptedServer server = new ScriptedServer();
  private final CountDownLatch over = new CountDownLatch(1);
  private final EurekaClient client = clientWithin(Duration.ofSeconds(5));
  private final EurekaClient impatient = clientWithin(Duration.ofMillis(300));

  @AfterEach
  void close() {
    over.countDown();
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "403, 'answered 403: it is not ready to say what is registered; if that lasts, it may want a"
        + " user: set username and password-file'",
    "401, answered 401: it wants a user and a password; set username and password-file",
    "404, answered 404",
    "500, answered 500",
    "503, answered 503",
    "204, answered 204"
  })
  void aStatusIsReadBeforeTheBody(int status, String reason) {
    server.says(status, "application/json", status == 204 ? "" : EurekaJson.NOTHING);

    assertRefused(client, reason);
  }

  @Test
  void aRedirectIsNotFollowed() {
    server.plays(
        (path, out) -> ScriptedServer.head(out, 302, "Location: " + server.url() + "/elsewhere"));

    assertRefused(client, "answered 302: redirects are not followed");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void aWebPageIsNotARegistry() {
    server.says(200, "text/html;charset=UTF-8", "<html>Sign in</html>");

    assertRefused(
        client,
        "answered in text/html;charset=UTF-8 and not in JSON; Eureka's path may be missing in the"
            + " URL");
  }

  @Test
  void aServerThatIsNotThereIsSaidToRefuse() {
    server.close();

    assertRefused(client, "refused the connection");
  }

  @Test
  void aNameThatNobodyKnowsIsSaidToBeUnknown() {
    var nowhere = Server.of("http://nowhere.invalid:8761/eureka");

    assertThat(client.everything(nowhere, Given.NOTHING))
        .isEqualTo(new Refusal("has a host name that cannot be resolved"));
  }

  @Test
  void aServerThatNeverAnswersIsGivenUp() {
    server.plays((path, out) -> stall());

    assertRefused(impatient, "did not complete its answer within 0.3s");
  }

  @Test
  void aServerThatStallsInTheMiddleOfItsBodyIsGivenUp() {
    server.plays(
        (path, out) -> {
          json(out);
          write(out, "{\"applications\":");
          stall();
        });

    assertRefused(impatient, "did not complete its answer within 0.3s");
  }

  @Test
  void aServerThatDripsWithoutEndIsGivenUp() {
    server.plays(
        (path, out) -> {
          json(out);
          while (over.getCount() > 0) {
            write(out, " ");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
          }
        });

    assertRefused(impatient, "did not complete its answer within 0.3s");
  }

  @Test
  void anAnswerWithoutEndIsGivenUpAtOnce() {
    server.plays((path, out) -> flood(out));

    assertRefused(client, "answered with more than 100KB");
  }

  @Test
  void theBodyOfARefusalIsNotWaitedFor() {
    server.plays(
        (path, out) -> {
          ScriptedServer.head(out, 500, "Content-Type: text/plain");
          flood(out);
        });

    assertRefused(client, "answered 500");
  }

  @Test
  void halfABodyIsNoAnswer() {
    server.plays(
        (path, out) -> {
          ScriptedServer.head(out, 200, "Content-Type: application/json", "Content-Length: 1000");
          write(out, "{\"applications\":{\"application\":[");
        });

    assertThat(ask(client))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).startsWith("broke off: "));
  }

  @Test
  void halfABodyOfUnknownLengthIsNoAnswer() {
    server.plays(
        (path, out) -> {
          json(out);
          write(out, "{\"applications\":{\"application\":[");
        });

    assertRefused(client, "answered with JSON that breaks off");
  }

  @Test
  void aPackedAnswerIsUnpacked() {
    server.plays((path, out) -> packed(out, EurekaJson.NOTHING));

    assertThat(ask(client)).isInstanceOf(Listing.class);
    assertThat(server.requests())
        .singleElement()
        .asString()
        .containsIgnoringCase("Accept-Encoding: gzip")
        .containsIgnoringCase("Accept: application/json");
  }

  @Test
  void thatWhichUnpacksToMoreThanTheLimitIsGivenUp() {
    server.plays((path, out) -> packed(out, " ".repeat(10_000_000)));

    assertRefused(client, "answered with more than 100KB");
  }

  @Test
  void somethingThatIsNoHttpIsNoAnswer() {
    server.plays((path, out) -> write(out, "SSH-2.0-OpenSSH_9.6\r\n"));

    assertThat(ask(client)).isInstanceOf(Refusal.class);
  }

  @Test
  void credentialsInTheUrlAreSentAndNeverShown() {
    server.says(401, "text/plain", "");
    var secured = Server.of(server.url().replace("//", "//bridge:p%40tiger@"));

    var answer = client.everything(secured, Given.NOTHING);

    assertThat(server.requests())
        .singleElement()
        .asString()
        .containsIgnoringCase("Authorization: Basic YnJpZGdlOnBAdGlnZXI=");
    assertThat(answer.toString() + secured).doesNotContain("tiger").doesNotContain("bridge");
  }

  @Test
  void aPasswordIsReadAnewForEveryRequest(@TempDir Path folder) throws IOException {
    server.says(401, "text/plain", "");
    var file = Files.writeString(folder.resolve("password"), "lion\r\n");
    var asking = clientWithLogin(file);

    assertRefused(
        asking, "answered 401: it does not accept this user with this password; correct them");
    Files.writeString(file, " tig\u00e9r ");
    ask(asking);

    assertThat(server.requests().get(0)).contains(authorization("bridge:lion"));
    assertThat(server.requests().get(1)).contains(authorization("bridge: tig\u00e9r "));
  }

  @Test
  void withoutAPasswordNothingIsAsked(@TempDir Path folder) throws IOException {
    var file = folder.resolve("password");
    var asking = clientWithLogin(file);

    assertRefused(asking, "was not asked, because password-file " + file + " cannot be read");
    Files.writeString(file, "\n");
    assertRefused(asking, "was not asked, because password-file " + file + " is empty");

    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aUserThatIsDeniedIsToldWhatToDo(@TempDir Path folder) throws IOException {
    server.says(403, "text/plain", "");

    assertRefused(
        clientWithLogin(Files.writeString(folder.resolve("password"), "tiger")),
        "answered 403: it is not ready to say what is registered; if that lasts, allow this user to"
            + " read /apps");
  }

  @Test
  void aServerThatHealedIsUnderstoodAgain() {
    server.plays((path, out) -> flood(out));
    assertThat(ask(client)).isInstanceOf(Refusal.class);

    server.lists(EurekaJson.NOTHING, EurekaJson.NOTHING);

    assertThat(ask(client)).isInstanceOf(Listing.class);
  }

  @Test
  void connectionsAreUsedAgain() throws IOException {
    var callers = new CopyOnWriteArraySet<InetSocketAddress>();
    var polite = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    polite.createContext(
        "/",
        exchange -> {
          callers.add(exchange.getRemoteAddress());
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, 0);
          try (var out = exchange.getResponseBody()) {
            out.write(EurekaJson.NOTHING.getBytes(UTF_8));
          }
        });
    polite.start();
    try {
      var address = Server.of("http://127.0.0.1:" + polite.getAddress().getPort());
      for (var request = 0; request < 20; request++) {
        assertThat(client.everything(address, Given.NOTHING)).isInstanceOf(Listing.class);
      }
    } finally {
      polite.stop(0);
    }

    // Not one: the next request may be faster than the connection is put back.
    assertThat(callers).hasSizeLessThan(20);
  }

  private Answer ask(EurekaClient asking) {
    return asking.everything(Server.of(server.url()), Given.NOTHING);
  }

  private void assertRefused(EurekaClient asking, String reason) {
    assertThat(ask(asking)).isEqualTo(new Refusal(reason));
  }

  private static EurekaClient clientWithin(Duration timeout) {
    return Given.client(
        Given.settings("urls=http://unused", "timeout=" + timeout, "max-size=" + LIMIT));
  }

  private static EurekaClient clientWithLogin(Path passwordFile) {
    return Given.client(
        Given.settings("urls=http://unused", "username=bridge", "password-file=" + passwordFile));
  }

  private static String authorization(String credentials) {
    var encoded = Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
    return "Authorization: Basic " + encoded + "\n";
  }

  private static void json(OutputStream out) throws IOException {
    ScriptedServer.head(out, 200, "Content-Type: application/json");
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(ISO_8859_1));
    out.flush();
  }

  private static void packed(OutputStream out, String text) throws IOException {
    ScriptedServer.head(out, 200, "Content-Type: application/json", "Content-Encoding: gzip");
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(UTF_8));
    }
  }

  private static void flood(OutputStream out) throws IOException {
    json(out);
    while (true) {
      write(out, " ".repeat(10_000));
    }
  }

  private void stall() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
