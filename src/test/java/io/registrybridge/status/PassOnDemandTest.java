package io.registrybridge.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@StatusTest
class PassOnDemandTest {

  @Autowired FakeBridge bridge;
  Http http;

  PassOnDemandTest(@LocalServerPort int port) {
    http = new Http(port);
  }

  @BeforeEach
  void open() {
    Shop.open(bridge);
  }

  @Test
  void answersWithWhatThePassDid() {
    var answer = http.post("/actuator/sync");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.at("$.id")).isEqualTo(7);
    assertThat(answer.at("$.took")).isEqualTo(1500);
    assertThat(answer.at("$.heldBack")).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json                  | {\"force\": true}",
        "application/json                  | {\"force\": ",
        "application/json                  | [1, 2]",
        "text/plain                        | now, please",
        "application/x-www-form-urlencoded | force=true&partition=eu",
        "application/x-www-form-urlencoded | %zz=%&&&",
        "multipart/form-data               | no boundary",
        "application/xml                   | <sync/>",
        "nonsense                          | nonsense",
        "application/octet-stream          | \0\1\2"
      })
  void ignoresWhateverBodyComesAlong(String type, String body) {
    var answer = http.postBody("/actuator/sync", body, "Content-Type", type);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.at("$.id")).isEqualTo(7);
  }

  @Test
  void isNothingThatAnotherSitesPageCanAskFor() {
    var answer = http.post("/actuator/sync", "Origin", "http://evil.example");

    assertThat(answer.status()).isEqualTo(403);
    assertThat((String) answer.at("$.message")).contains("another site");
    assertThat(http.post("/actuator/sync", "Sec-Fetch-Site", "same-site").status()).isEqualTo(403);
    assertThat(http.post("/actuator/sync", "Sec-Fetch-Site", "same-origin").status())
        .isEqualTo(200);
  }

  @Test
  void ignoresABodyWithoutAType() {
    assertThat(http.postBody("/actuator/sync", "{").status()).isEqualTo(200);
  }

  @Test
  void ignoresALargeBody() {
    var answer =
        http.postBody("/actuator/sync", "x".repeat(1_000_000), "Content-Type", "text/plain");

    assertThat(answer.status()).isEqualTo(200);
  }
}
