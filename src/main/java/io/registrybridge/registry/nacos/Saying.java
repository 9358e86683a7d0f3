package io.registrybridge.registry.nacos;

import io.registrybridge.registry.http.Json;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * What a server says without being asked.
 *
 * @param requestId by which the server knows what it is answered to; empty if there is none
 * @param notice empty if it does not name a service
 */
record Saying(String requestId, Optional<Notice> notice) {

  private static final ObjectReader JSON = new JsonMapper().reader();

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
      var body = JSON.readTree(Json.parser(message.body()));
      return body == null ? MissingNode.getInstance() : body; // null where it is empty
    } catch (JacksonException e) {
      return MissingNode.getInstance(); // a notice that cannot be read is one that was lost
    }
  }
}
