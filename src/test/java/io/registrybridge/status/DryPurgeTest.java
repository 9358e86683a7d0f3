package io.registrybridge.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.plan.Policy;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

class DryPurgeTest {

  private final FakeBridge bridge = new FakeBridge();

  @BeforeEach
  void showTheToken() {
    var request = new MockHttpServletRequest();
    request.addHeader("Authorization", "Bearer open-sesame");
    RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
  }

  @AfterEach
  void end() {
    RequestContextHolder.resetRequestAttributes();
  }

  @Test
  void aBridgeThatWritesNothingPurgesNothing() {
    var info = BridgeInfo.of("prod-eu", Policy.SYNC, true, Shop.NOON);
    var token = new AdminToken(Optional.of(Path.of("src/test/resources/status/token")));

    var answer = new BridgeEndpoint(bridge, info, token).command("purge");

    assertThat(answer.getStatus()).isEqualTo(409);
    assertThat(Objects.requireNonNull(answer.getBody()).toString()).contains("bridge.dry-run");
    assertThat(bridge.paused).isFalse();
  }
}
