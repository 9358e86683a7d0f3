package io.registrybridge.registry.nacos;

import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** One instance as Nacos tells of it. */
final class Host {

  /** The name of the cluster of whoever does not name one, which says nothing. */
  private static final String DEFAULT_CLUSTER = "DEFAULT";

  private static final int LONGEST = 4096;
  private static final int MOST = 512;
  private static final int HIGHEST_PORT = 65535;

  private final SortedMap<String, String> metadata = new TreeMap<>();
  private final List<String> flaws = new ArrayList<>();

  private String instanceId = "";
  private String ip = "";
  private int port = -1;
  private double weight = 1;
  private String cluster = DEFAULT_CLUSTER;
  // As Nacos' own clients read them where they are missing.
  private boolean healthy = true;
  private boolean enabled = true;

  private Host() {}

  /** Reads an object whose first brace is the current token, and leaves its last one as that. */
  static Host read(JsonParser json) {
    var host = new Host();
    for (var name = json.nextName(); name != null; name = json.nextName()) {
      json.nextToken();
      host.field(name, json);
    }
    return host;
  }

  private void field(String name, JsonParser json) {
    switch (name) {
      case "instanceId" -> instanceId = text(json);
      case "ip" -> ip = text(json);
      case "port" -> port = number(text(json));
      case "weight" -> weight = json.getValueAsDouble(Double.NaN);
      case "clusterName" -> cluster = text(json);
      case "healthy" -> healthy = json.getValueAsBoolean(true);
      case "enabled" -> enabled = json.getValueAsBoolean(true);
      case "metadata" -> metadata(json);
      default -> {}
    }
    json.skipChildren(); // what was read above has none left
  }

  private static String text(JsonParser json) {
    var text = json.getValueAsString("").strip();
    return text.length() <= LONGEST ? text : "";
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return -1; // told of as a flaw
    }
  }

  private void metadata(JsonParser json) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      return;
    }
    for (var key = json.nextName(); key != null; key = json.nextName()) {
      json.nextToken();
      keep(key, json);
    }
  }

  private void keep(String key, JsonParser json) {
    if (json.currentToken().isStructStart()) {
      json.skipChildren();
    } else if (json.currentToken() != JsonToken.VALUE_NULL) {
      keep(key, json.getString());
    }
  }

  private void keep(String key, String value) {
    if (key.length() + value.length() <= LONGEST && metadata.size() < MOST) {
      metadata.put(key, value);
    } else if (flaws.size() < MOST) {
      flaws.add(
          "metadata."
              + key.substring(0, Math.min(key.length(), 64))
              + " is too long or one too many");
    }
  }

  /** As it or Nacos has it; Nacos' own is made of address, port, cluster and service. */
  String id() {
    return instanceId.isEmpty() ? ip + ":" + port : instanceId;
  }

  /** What Nacos itself tells instances of a service apart by. */
  String place() {
    return ip + ":" + port + "#" + cluster;
  }

  /** Whether there is an instance. */
  boolean usable() {
    return !ip.isEmpty() && port >= 1 && port <= HIGHEST_PORT;
  }

  /** What can be used of a usable one, under this id. */
  Instance instance(String id) {
    return new Instance(id, address(), ports(), status(), share(), locality(), metadata);
  }

  /** What cannot be used of it, a sentence each. */
  List<String> flaws() {
    var all = new ArrayList<>(flaws);
    if (ip.isEmpty()) {
      all.add("it has no ip");
    }
    if (port < 1 || port > HIGHEST_PORT) {
      all.add("port is not a number from 1 to 65535");
    }
    if (!weighs()) {
      all.add("weight is not a number from 0 on, so it is taken as 1");
    }
    return all;
  }

  private String address() {
    return ip.replaceFirst("^\\[(.*)]$", "$1");
  }

  /** There is one port, and Spring Cloud's clients say in the metadata that it speaks TLS. */
  private SortedMap<String, Integer> ports() {
    var secure = Boolean.parseBoolean(metadata.getOrDefault("secure", ""));
    return new TreeMap<>(Map.of(secure ? Instance.SECURE : Instance.PRIMARY, port));
  }

  private Status status() {
    if (!enabled || weight == 0) {
      return Status.OUT;
    }
    return healthy ? Status.UP : Status.FAILED;
  }

  private double share() {
    return weighs() ? weight : 1;
  }

  private boolean weighs() {
    return Double.isFinite(weight) && weight >= 0;
  }

  private String locality() {
    return cluster.equals(DEFAULT_CLUSTER) ? "" : cluster;
  }
}
