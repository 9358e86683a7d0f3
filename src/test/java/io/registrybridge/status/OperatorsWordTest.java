package io.registrybridge.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.sync.Purged;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What needs the token: {@code /actuator/guard} and {@code /actuator/bridge}. */
@StatusTest
class OperatorsWordTest {

  private static final String[] TOKEN = {"Authorization", "Bearer open-sesame"};

  @Autowired FakeBridge bridge;
  Http http;

  OperatorsWordTest(@LocalServerPort int port) {
    http = new Http(port);
  }

  @BeforeEach
  void open() {
    Shop.open(bridge);
  }

  @Test
  void showsWhatTheGuardHoldsOfEachRegistry() {
    var answer = http.get("/actuator/guard");

    assertThat((boolean) answer.at("$.registries.shop.tripped")).isTrue();
    assertThat(answer.at("$.registries.shop.mark.services")).isEqualTo(4);
    assertThat((List<?>) answer.at("$.registries.shop.heldBack.cluster[*].id"))
        .isEqualTo(List.of("mesh/old.shop.mesh"));
    assertThat((List<?>) answer.at("$.registries.core.heldBack.cluster")).isEmpty();
  }

  @Test
  void releasesWhatIsHeldAtTheWordOfAnOperator() {
    var answer = http.post("/actuator/guard/shop", TOKEN);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.at("$.registry")).isEqualTo("shop");
    assertThat((boolean) answer.at("$.tripped")).isFalse();
    assertThat(bridge.released).contains("shop");
  }

  @Test
  void pausesAndResumesAtTheWordOfAnOperator() {
    var paused = http.postBody("/actuator/bridge/pause", "{", TOKEN);
    assertThat((boolean) paused.at("$.paused")).isTrue();
    assertThat((boolean) http.get("/actuator/bridge").at("$.paused")).isTrue();

    var resumed = http.post("/actuator/bridge/resume", TOKEN);
    assertThat((boolean) resumed.at("$.paused")).isFalse();
    assertThat(bridge.paused).isFalse();
  }

  @Test
  void purgesAtTheWordOfAnOperatorAndStaysPaused() {
    bridge.purged =
        List.of(
            new Purged("cluster", 2, List.of(Shop.TAKEN), ""),
            new Purged("review", 0, List.of(), "no such directory"));

    var answer = http.post("/actuator/bridge/purge", TOKEN);

    assertThat(answer.status()).as("not all is gone").isEqualTo(503);
    assertThat((boolean) answer.at("$.paused")).isTrue();
    assertThat(answer.at("$.sinks.cluster.deleted")).isEqualTo(2);
    assertThat(answer.at("$.sinks.cluster.failed")).isEqualTo(1);
    assertThat(answer.at("$.sinks.cluster.failures[0].id")).isEqualTo("mesh/pay-us.shop.mesh");
    assertThat(answer.at("$.sinks.review.trouble")).isEqualTo("no such directory");
    assertThat(bridge.paused).isTrue();

    bridge.purged = List.of(new Purged("cluster", 2, List.of(), ""));
    assertThat(http.post("/actuator/bridge/purge", TOKEN).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/actuator/guard/nobody", "/actuator/bridge/explode"})
  void doesNotKnowWhatIsNotThere(String path) {
    var answer = http.post(path, TOKEN);

    assertThat(answer.status()).isEqualTo(404);
    assertThat((String) answer.at("$.message")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/actuator/guard/shop", "/actuator/bridge/pause", "/actuator/bridge/purge"})
  void doesNothingWithoutTheToken(String path) {
    var none = http.post(path);
    var wrong = http.post(path, "Authorization", "Bearer open-sesam");

    assertThat(none.status()).isEqualTo(401);
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(none.header("WWW-Authenticate")).startsWith("Bearer");
    assertThat((String) none.at("$.message")).contains("Authorization");
    assertThat(bridge.released).isEmpty();
    assertThat(bridge.paused).isFalse();
  }
}
