package io.registrybridge.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.sync.Report;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@StatusTest
class HealthTest {

  @Autowired FakeBridge bridge;
  Http http;

  HealthTest(@LocalServerPort int port) {
    http = new Http(port);
  }

  @BeforeEach
  void open() {
    Shop.open(bridge);
  }

  @Test
  void tellsOfEachRegistry() {
    var answer = http.get("/actuator/health/registries");

    assertThat(answer.status()).isEqualTo(503);
    assertThat((String) answer.at("$.components.registry.components.shop.status")).isEqualTo("UP");
    assertThat((String) answer.at("$.components.registry.components.shop.details.state"))
        .isEqualTo("partial");
    assertThat((String) answer.at("$.components.registry.components.core.status"))
        .isEqualTo("DOWN");
    assertThat((String) answer.at("$.components.registry.components.core.details.reason"))
        .isEqualTo("connection refused");
  }

  @Test
  void tellsOfEachSink() {
    var answer = http.get("/actuator/health/sinks");

    assertThat(answer.at("$.components.sink.components.cluster.status")).isEqualTo("UP");
    assertThat(answer.at("$.components.sink.components.review.status")).isEqualTo("DOWN");
  }

  @Test
  void livesAndIsReadyWhateverRegistriesAndSinksDo() {
    assertThat(http.get("/actuator/health/liveness").at("$.status")).isEqualTo("UP");
    assertThat(http.get("/actuator/health/readiness").at("$.status")).isEqualTo("UP");
  }

  @Test
  void isNotReadyBeforeItsFirstPass() {
    bridge.report = new Report(bridge.report.registries(), bridge.report.sinks(), List.of());

    assertThat(http.get("/actuator/health/readiness").status()).isEqualTo(503);
    assertThat(http.get("/actuator/health/liveness").status()).isEqualTo(200);
  }

  @Test
  void isNotReadyBeforeARequiredRegistryWasAsked() {
    bridge.report = new Report(new TreeMap<>(), bridge.report.sinks(), bridge.report.passes());

    var answer = http.get("/actuator/health/readiness");

    assertThat(answer.status()).isEqualTo(503);
    assertThat((List<?>) answer.at("$.components.bridge.details.waitingFor"))
        .isEqualTo(List.of("shop"));
  }
}
