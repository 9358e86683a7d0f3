package io.registrybridge.status;

import io.registrybridge.sync.Bridge;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** {@code /actuator/plan}: what a pass would do now, and what stands in its way. */
@Endpoint(id = "plan")
class PlanEndpoint {

  private final Bridge bridge;

  PlanEndpoint(Bridge bridge) {
    this.bridge = bridge;
  }

  /**
   * Tells what a pass would do.
   *
   * @param limit how many of each kind at most, with the number of all in {@code counts}
   */
  @ReadOperation(producesFrom = PlanFormat.class)
  WebEndpointResponse<Object> plan(PlanFormat format, @Nullable Integer limit) {
    var most = Math.max(0, Optional.ofNullable(limit).orElse(Integer.MAX_VALUE));
    var plan = PlanView.of(bridge.preview(), bridge.report(), most);
    return new WebEndpointResponse<>(format == PlanFormat.TEXT ? PlanText.of(plan) : plan, format);
  }
}
