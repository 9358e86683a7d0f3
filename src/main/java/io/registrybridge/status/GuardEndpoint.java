package io.registrybridge.status;

import io.registrybridge.sync.Bridge;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.http.MediaType;

/** {@code /actuator/guard}: what the guard holds, and the word that lets it go. */
@Endpoint(id = "guard")
class GuardEndpoint {

  private final Bridge bridge;
  private final AdminToken token;

  GuardEndpoint(Bridge bridge, AdminToken token) {
    this.bridge = bridge;
    this.token = token;
  }

  @ReadOperation(produces = MediaType.APPLICATION_JSON_VALUE)
  GuardView guard() {
    return GuardView.of(bridge.report());
  }

  @WriteOperation(produces = MediaType.APPLICATION_JSON_VALUE)
  WebEndpointResponse<OperationResponseBody> release(@Selector String registry) {
    return token.refusal().map(Problem::of).orElseGet(() -> released(registry));
  }

  private WebEndpointResponse<OperationResponseBody> released(String registry) {
    return bridge
        .release(registry)
        .map(released -> answer(registry, released))
        .orElseGet(() -> Problem.notFound("there is no registry " + registry));
  }

  private static WebEndpointResponse<OperationResponseBody> answer(
      String registry, Bridge.Released released) {
    return released.trouble().isEmpty()
        ? new WebEndpointResponse<>(GuardView.Released.of(registry, released.guard()))
        : Problem.unavailable(released.trouble());
  }
}
