package io.registrybridge.registry.nacos;

import java.util.Map;

/**
 * What goes to and fro between Nacos and its clients.
 *
 * @param type names what the body is, such as {@code ServiceListRequest}
 * @param headers beside the body, such as {@code accessToken}
 * @param body in JSON
 */
record Message(String type, Map<String, String> headers, String body) {

  Message(String type, String body) {
    this(type, Map.of(), body);
  }

  Message with(Map<String, String> others) {
    return new Message(type, others, body);
  }

  /** Its type alone: the headers may hold a token. */
  @Override
  public String toString() {
    return type;
  }
}
