package io.registrybridge.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The status on a port of its own, under another path, without a token, and as slow as shipped. */
@SpringBootTest(
    classes = StatusApp.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "eureka.client.enabled=false",
      "spring.cloud.discovery.enabled=false",
      "management.server.port=0",
      "management.endpoints.web.base-path=/manage"
    })
class ManagementPortTest {

  @Autowired FakeBridge bridge;
  Http http;
  Http application;

  ManagementPortTest(@LocalManagementPort int management, @LocalServerPort int application) {
    this.http = new Http(management);
    this.application = new Http(application);
  }

  @Test
  void isOnTheManagementPortAlone() {
    assertThat(http.get("/manage/sync").status()).isEqualTo(200);
    assertThat(application.get("/manage/sync").status()).isEqualTo(404);
    assertThat(application.get("/actuator/sync").status()).isEqualTo(404);
  }

  @Test
  void hasTheConsoleBesideItAndAlike() {
    var page = http.get("/");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).contains("data-sync=\"manage/sync\"");
    assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'");
    assertThat(http.get("/manage/sync").header("Cache-Control")).isEqualTo("no-store");
    assertThat(http.get("/console/console.js").status()).isEqualTo(200);
    assertThat(application.get("/").status()).isEqualTo(404);
    assertThat(application.get("/console/console.js").status()).isEqualTo(404);
    assertThat(http.post("/manage/sync", "Origin", "http://evil.example").status()).isEqualTo(403);
  }

  @Test
  void ignoresTheBodyThereToo() {
    var answer = http.postBody("/manage/sync", "{", "Content-Type", "application/json");

    // 429 comes from the operation itself, so the body was passed over then, too.
    assertThat(answer.status()).isIn(200, 429);
  }

  @Test
  void refusesToBeAskedTooOften() {
    var refused =
        IntStream.range(0, 200)
            .mapToObj(n -> http.post("/manage/sync"))
            .filter(answer -> answer.status() == 429)
            .findFirst();

    assertThat(refused).isPresent();
    assertThat((String) refused.get().at("$.message")).contains("too often");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/manage/guard/shop", "/manage/bridge/pause"})
  void obeysNobodyWhereNoTokenIsConfigured(String path) {
    var answer = http.post(path, "Authorization", "Bearer ");

    assertThat(answer.status()).isEqualTo(403);
    assertThat((String) answer.at("$.message")).contains("bridge.admin.token-file");
    assertThat(bridge.released).isEmpty();
    assertThat(bridge.paused).isFalse();
  }

  @Test
  void tellsTheProbesOnTheApplicationsPort() {
    assertThat(application.get("/livez").status()).isEqualTo(200);
    assertThat(application.get("/readyz").status()).isEqualTo(200);
  }
}
