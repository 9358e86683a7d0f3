package io.registrybridge.status;

import io.registrybridge.sync.Bridge;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.http.MediaType;

/** {@code /actuator/bridge}: stops the writing, starts it again, and takes back all of it. */
@Endpoint(id = "bridge")
class BridgeEndpoint {

  private static final int OK = 200;
  private static final int CONFLICT = 409;
  private static final int UNAVAILABLE = 503;

  private final Bridge bridge;
  private final BridgeInfo info;
  private final AdminToken token;

  BridgeEndpoint(Bridge bridge, BridgeInfo info, AdminToken token) {
    this.bridge = bridge;
    this.info = info;
    this.token = token;
  }

  /** Whether the bridge writes to no sink, by an operator's word. */
  record Paused(boolean paused) implements OperationResponseBody {}

  @ReadOperation(produces = MediaType.APPLICATION_JSON_VALUE)
  Paused paused() {
    return new Paused(bridge.paused());
  }

  @WriteOperation(produces = MediaType.APPLICATION_JSON_VALUE)
  WebEndpointResponse<OperationResponseBody> command(@Selector String deed) {
    return token.refusal().map(Problem::of).orElseGet(() -> obey(deed));
  }

  private WebEndpointResponse<OperationResponseBody> obey(String deed) {
    return switch (deed) {
      case "pause" -> pause(true);
      case "resume" -> pause(false);
      case "purge" -> purge();
      default ->
          Problem.notFound("the bridge can pause, resume and purge; it does not know " + deed);
    };
  }

  private WebEndpointResponse<OperationResponseBody> pause(boolean paused) {
    return bridge
        .pause(paused)
        .map(Problem::unavailable)
        .orElseGet(() -> new WebEndpointResponse<>(paused()));
  }

  private WebEndpointResponse<OperationResponseBody> purge() {
    if (info.dryRun()) {
      return Problem.response(CONFLICT, "a bridge with bridge.dry-run deletes nothing");
    }
    var purged = bridge.purge();
    var view = PurgeView.of(bridge.paused(), purged);
    return new WebEndpointResponse<>(view, view.done() ? OK : UNAVAILABLE);
  }
}
