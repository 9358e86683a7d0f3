package io.registrybridge.status;

import io.registrybridge.sync.Bridge;
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

  @ReadOperation(producesFrom = PlanFormat.class)
  WebEndpointResponse<Object> plan(PlanFormat format) {
    var plan = PlanView.of(bridge.preview());
    return new WebEndpointResponse<>(format == PlanFormat.TEXT ? PlanText.of(plan) : plan, format);
  }
}
