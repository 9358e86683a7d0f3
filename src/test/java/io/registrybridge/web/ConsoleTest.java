package io.registrybridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The console's files under a context path, with actuator elsewhere than usual. */
@SpringBootTest(
    classes = ConsoleTest.App.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "eureka.client.enabled=false",
      "spring.cloud.discovery.enabled=false",
      "server.servlet.context-path=/bridge",
      "management.endpoints.web.base-path=/manage",
      "management.endpoints.web.path-mapping.plan=next<pass>"
    })
class ConsoleTest {

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;

  ConsoleTest(@LocalServerPort int port) {
    this.port = port;
  }

  /** No stereotype: the bridge's own scan must not find it. */
  @EnableAutoConfiguration
  static class App {}

  @Test
  void thePageKnowsWhereTheEndpointsAreAsSeenFromIt() throws Exception {
    var page = get("/bridge/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
    assertThat(page.body())
        .contains("data-sync=\"manage/sync\"", "data-plan=\"manage/next&lt;pass&gt;\"")
        .contains("data-guard=\"manage/guard\"", "src=\"console/console.js\"");
  }

  @ParameterizedTest
  @CsvSource({
    "console.js, text/javascript;charset=UTF-8",
    "console.css, text/css;charset=UTF-8",
    "icon.svg, image/svg+xml;charset=UTF-8"
  })
  void whatThePageNeedsIsBesideIt(String file, String type) throws Exception {
    var answer = get("/bridge/console/" + file);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue(type);
    assertThat(answer.body()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/bridge/, 200",
    "/bridge/console/console.js, 200",
    "/bridge/console/index.html, 404",
    "/bridge/console/, 404",
    "/bridge/nothing, 404",
    "/bridge/manage/health, 200",
    "/bridge/manage/nothing, 404",
    "/bridge/livez, 200"
  })
  void everyAnswerTellsABrowserWhatItMayDoWithIt(String path, int status) throws Exception {
    var answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(status);
    var headers = answer.headers();
    assertThat(headers.allValues("Content-Security-Policy"))
        .containsExactly(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    assertThat(headers.allValues("X-Content-Type-Options")).containsExactly("nosniff");
    assertThat(headers.allValues("Referrer-Policy")).containsExactly("no-referrer");
    assertThat(headers.allValues("Cache-Control")).containsExactly("no-store");
    assertThat(headers.allValues("Cross-Origin-Opener-Policy")).containsExactly("same-origin");
    assertThat(headers.allValues("Cross-Origin-Resource-Policy")).containsExactly("same-origin");
  }

  @Test
  void whoForgetsTheSlashIsSentThere() throws Exception {
    var answer = get("/bridge");

    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location")).hasValue("bridge/");
  }

  @Test
  void thePageTakesNothing() throws Exception {
    var post = HttpRequest.newBuilder(uri("/bridge/")).POST(BodyPublishers.ofString("x")).build();

    assertThat(http.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
  }

  @Test
  void nothingInThePageIsInlineOrFromElsewhere() throws Exception {
    assertThat(get("/bridge/").body())
        .doesNotContainPattern("<style|style=|<script(?! type=\"module\" src)| on[a-z]+=|https?:");
    assertThat(get("/bridge/console/console.css").body())
        .doesNotContainPattern("url\\(|@import|https?:");
    assertThat(get("/bridge/console/console.js").body())
        .doesNotContainPattern(
            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|Storage|cookie|https?:");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }
}
