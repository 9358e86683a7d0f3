package io.registrybridge.registry.zookeeper;

import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Status;
import io.registrybridge.registry.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads one instance out of the JSON of its node, whoever wrote it. */
final class RegistrationReader {

  private static final int LONGEST = 64 << 10;
  private static final int LONGEST_TEXT = 4096;
  private static final int MOST_METADATA = 512;
  private static final String STATUS = "instance_status";
  private static final String CLASS = "@class"; // names the Java type of what is beside it

  private final String id;
  private final JsonNode json;
  private final SortedMap<String, Integer> ports = new TreeMap<>();
  private final SortedMap<String, String> metadata = new TreeMap<>();
  private final List<String> flaws = new ArrayList<>();

  private RegistrationReader(String id, JsonNode json) {
    this.id = id;
    this.json = json;
  }

  /**
   * @param id the node's name
   */
  static Registration read(String id, byte[] data) {
    if (data.length == 0 || data.length > LONGEST) {
      return Registration.unreadable(
          data.length == 0 ? "it has no data" : "its data is longer than 64 KB");
    }
    try (var parser = Json.parser(data)) {
      var json = JsonMapper.shared().readTree(parser);
      return json.isObject()
          ? new RegistrationReader(id, json).registration()
          : Registration.unreadable("its data is no JSON object");
    } catch (JacksonException e) {
      return Registration.unreadable("its data is no JSON: " + e.getOriginalMessage());
    }
  }

  private Registration registration() {
    port("port", Instance.PRIMARY);
    port("sslPort", Instance.SECURE);
    payload(json.path("payload"));
    var address = text(json.path("address")).orElse("");
    if (address.isEmpty()) {
      flaws.add("it has no address");
    } else if (ports.isEmpty() && flaws.isEmpty()) {
      flaws.add("it has neither port nor sslPort");
    }
    return new Registration(
        address.isEmpty() || ports.isEmpty() ? Optional.empty() : Optional.of(instance(address)),
        String.join("; ", flaws));
  }

  private Instance instance(String address) {
    var zone = metadata.getOrDefault("zone", "");
    return new Instance(id, address, ports, status(), 1, zone, metadata);
  }

  private void port(String field, String role) {
    var said = json.path(field);
    if (said.isNull() || said.isMissingNode()) {
      return;
    }
    var port = said.asInt(0);
    if (port >= 1 && port <= 65535) {
      ports.put(role, port);
    } else {
      flaws.add(field + " is not a number from 1 to 65535");
    }
  }

  /** Spring Cloud's holds a map of metadata; of another one its own texts are taken for that. */
  private void payload(JsonNode payload) {
    var fields = payload.path("metadata").isObject() ? payload.path("metadata") : payload;
    for (var field : fields.properties()) {
      if (!field.getKey().equals(CLASS)) {
        text(field.getValue()).ifPresent(text -> metadata(field.getKey(), text));
      }
    }
  }

  private void metadata(String key, String value) {
    if (key.length() + value.length() <= LONGEST_TEXT && metadata.size() < MOST_METADATA) {
      metadata.put(key, value);
    } else {
      flaws.add(
          "metadata "
              + key.substring(0, Math.min(key.length(), 64))
              + " is too long or one too many");
    }
  }

  /** Numbers and truth values are texts, too. */
  private static Optional<String> text(JsonNode node) {
    return node.isValueNode() && !node.isNull()
        ? Optional.of(node.asString().strip()).filter(text -> !text.isEmpty())
        : Optional.empty();
  }

  private Status status() {
    var enabled = text(json.path("enabled")).orElse("true");
    if (enabled.equalsIgnoreCase("false")) {
      return Status.OUT;
    }
    var status = metadata.getOrDefault(STATUS, "UP");
    if (status.equalsIgnoreCase("UP")) {
      return Status.UP;
    }
    return status.equalsIgnoreCase("OUT_OF_SERVICE") ? Status.OUT : Status.FAILED;
  }
}
