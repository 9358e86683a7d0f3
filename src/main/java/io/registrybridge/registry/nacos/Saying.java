package io.registrybridge.registry.nacos;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a server says without being asked.
 *
 * @param requestId by which the server knows what it is answered to; empty if there is none
 * @param notice empty if it does not name a service
 */
record Saying(String requestId, Optional<Notice> notice) {

  private static final JsonMapper JSON = new JsonMapper();

  static Saying in(Message message) {
    var body = json(message);
    return new Saying(
        body.path("requestId").asString(""),
        Notice.of(
            body.path("namespace").asString(""),
            body.path("serviceInfo").path("groupName").asString(""),
            body.path("serviceInfo").path("name").asString("")));
  }

  private static JsonNode json(Message message) {
    try {
      return JSON.readTree(message.body());
    } catch (JacksonException e) {
      return JSON.missingNode(); // a notice that cannot be read is one that was lost
    }
  }
}
