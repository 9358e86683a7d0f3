package io.registrybridge.registry.nacos;

import io.registrybridge.catalog.ServiceKey;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What Nacos is asked, and what it is answered, as messages. */
final class Question {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int OK = 200;

  private Question() {}

  /** Whether anybody is there. */
  static Message serverCheck() {
    return message("ServerCheckRequest", internal());
  }

  /** What makes a client of whoever opened the stream it is sent over. */
  static Message setup() {
    var body = internal().put("clientVersion", "istio-registry-bridge").put("tenant", "");
    body.set("labels", JSON.valueToTree(Map.of("source", "sdk", "module", "naming")));
    return message("ConnectionSetupRequest", body);
  }

  /** Whether the server has made a client of this one. */
  static Message healthCheck() {
    return message("HealthCheckRequest", internal());
  }

  /**
   * One page of the names of the services of a partition.
   *
   * @param page from 1 on
   */
  static Message list(Partition partition, int page, int size) {
    var body = naming(partition).put("serviceName", "").put("pageNo", page).put("pageSize", size);
    return message("ServiceListRequest", body);
  }

  /** The instances of a service, and from now on to be notified when they change. */
  static Message subscribe(ServiceKey service) {
    return subscription(service, true);
  }

  /** To be notified no more. */
  static Message unsubscribe(ServiceKey service) {
    return subscription(service, false);
  }

  private static Message subscription(ServiceKey service, boolean wanted) {
    var body =
        naming(Partition.of(service))
            .put("serviceName", service.name())
            .put("subscribe", wanted)
            .put("clusters", "");
    return message("SubscribeServiceRequest", body);
  }

  /** The instances of a service. */
  static Message query(ServiceKey service) {
    var body =
        naming(Partition.of(service))
            .put("serviceName", service.name())
            .put("cluster", "")
            .put("healthyOnly", false)
            .put("udpPort", 0);
    return message("ServiceQueryRequest", body);
  }

  /**
   * What the server wants to hear of a request of its own.
   *
   * @param request its type
   */
  static Message received(String request, String requestId) {
    var body = JSON.createObjectNode();
    body.put("resultCode", OK).put("errorCode", 0).put("success", true).put("requestId", requestId);
    return message(request.replaceFirst("Request$", "Response"), body);
  }

  private static ObjectNode naming(Partition partition) {
    return JSON.createObjectNode()
        .put("module", "naming")
        .put("namespace", partition.namespace())
        .put("groupName", partition.group());
  }

  private static ObjectNode internal() {
    return JSON.createObjectNode().put("module", "internal");
  }

  private static Message message(String type, ObjectNode body) {
    return new Message(type, JSON.writeValueAsString(body));
  }
}
