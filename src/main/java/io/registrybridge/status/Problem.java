package io.registrybridge.status;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Why a request was not served.
 *
 * @param message a sentence
 */
record Problem(String message) implements OperationResponseBody {

  private static final int UNAVAILABLE = 503;

  static WebEndpointResponse<OperationResponseBody> response(int status, String message) {
    return new WebEndpointResponse<>(new Problem(message), status);
  }

  static WebEndpointResponse<OperationResponseBody> notFound(String message) {
    return response(WebEndpointResponse.STATUS_NOT_FOUND, message);
  }

  /** What was asked for is right and could not be done now. */
  static WebEndpointResponse<OperationResponseBody> unavailable(String message) {
    return response(UNAVAILABLE, message);
  }

  static WebEndpointResponse<OperationResponseBody> of(AdminToken.Refusal refusal) {
    return response(refusal.status(), refusal.reason());
  }
}
