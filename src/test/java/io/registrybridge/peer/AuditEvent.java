package io.registrybridge.peer;

import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request to the API server, as its audit log has it.
 *
 * @param agent what the client calls itself
 * @param code the HTTP status that it was answered with
 * @param received when it came, by the API server's clock
 */
public record AuditEvent(
    String verb, String resource, String name, String agent, int code, Instant received) {

  static AuditEvent of(String json) {
    var event = JsonMapper.shared().readTree(json);
    return new AuditEvent(
        event.path("verb").asString(),
        event.path("objectRef").path("resource").asString(),
        event.path("objectRef").path("name").asString(),
        event.path("userAgent").asString(),
        event.path("responseStatus").path("code").asInt(),
        Instant.parse(event.path("requestReceivedTimestamp").asString()));
  }

  /** Whether it changed something. */
  public boolean done() {
    return code < 300;
  }
}
