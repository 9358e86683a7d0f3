package io.registrybridge.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@StatusTest
class PrometheusTest {

  @Autowired FakeBridge bridge;
  @Autowired PassMetrics passes;
  Http http;

  PrometheusTest(@LocalServerPort int port) {
    http = new Http(port);
  }

  @BeforeEach
  void open() {
    Shop.open(bridge);
  }

  @Test
  void isToldUnderTheNamesThatAlertsGoBy() {
    passes.passed(Shop.PASS);

    assertThat(http.get("/actuator/prometheus").body())
        .contains(
            "bridge_registry_up{kind=\"eureka\",registry=\"shop\"} 1.0",
            "bridge_registry_state{kind=\"consul\",registry=\"core\",state=\"unavailable\"} 1.0",
            "bridge_registry_success_age_seconds{kind=\"eureka\",registry=\"shop\"} 30.0",
            "bridge_guard_tripped{kind=\"eureka\",registry=\"shop\"} 1.0",
            "bridge_sink_held_back{kind=\"kubernetes\",sink=\"cluster\"} 1.0",
            "bridge_pass_seconds_count{outcome=\"failed\"} 1",
            "bridge_running{owner=\"prod-eu\",policy=\"upsert-only\"} 1.0",
            "bridge_lag_seconds_bucket{le=\"3.0\"} 1",
            "bridge_changes_total{outcome=\"deleted\"} 3.0");
  }
}
