package io.registrybridge.registry.nacos;

import io.registrybridge.catalog.Instance;
import io.registrybridge.registry.nacos.Answer.Instances;
import io.registrybridge.registry.nacos.Answer.Unusable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads Nacos' {@code ServiceInfo}, host by host. */
final class HostsReader {

  private static final int MOST = 100_000;

  private final JsonParser json;

  /** By id, then by place. */
  private final Map<String, Map<String, Host>> hosts = new LinkedHashMap<>();

  private final List<Unusable> unusable = new ArrayList<>();
  private boolean listed;
  private boolean isProtected;

  private HostsReader(JsonParser json) {
    this.json = json;
  }

  /**
   * Reads an object, or whatever else the current token begins, to its end.
   *
   * @return empty if this does not say what the hosts are, and be it that there are none
   */
  static Optional<HostsReader> read(JsonParser json) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return Optional.empty();
    }
    var reader = new HostsReader(json);
    reader.read();
    return Optional.of(reader).filter(read -> read.listed);
  }

  Instances answer() {
    var instances = new LinkedHashMap<String, Instance>();
    var flaws = new ArrayList<>(unusable);
    hosts.forEach(
        (id, alike) ->
            alike.forEach(
                (place, host) -> {
                  // Replicas may share an id that somebody gave them all.
                  var instance = host.instance(alike.size() == 1 ? id : place);
                  if (instances.putIfAbsent(instance.id(), instance) != null) {
                    flaws.add(twice(instance.id()));
                  }
                }));
    return new Instances(List.copyOf(instances.values()), flaws, isProtected);
  }

  private static Unusable twice(String id) {
    return new Unusable(id, "it is listed twice");
  }

  private void read() {
    for (var name = json.nextName(); name != null; name = json.nextName()) {
      var token = json.nextToken();
      if (name.equals("hosts") && token == JsonToken.START_ARRAY) {
        listed = true;
        hosts();
      } else if (name.equals("reachProtectionThreshold")) {
        isProtected = json.getValueAsBoolean(false);
      } else {
        json.skipChildren();
      }
    }
  }

  private void hosts() {
    for (var count = 0; json.nextToken() != JsonToken.END_ARRAY; count++) {
      if (count == MOST) {
        listed = false;
      }
      if (json.currentToken() == JsonToken.START_OBJECT) {
        add(Host.read(json));
      } else {
        json.skipChildren();
        unusable.add(new Unusable("", "an instance is not a JSON object"));
      }
    }
  }

  private void add(Host host) {
    host.flaws().forEach(flaw -> unusable.add(new Unusable(host.id(), flaw)));
    if (!host.usable()) {
      return;
    }
    var alike = hosts.computeIfAbsent(host.id(), first -> new LinkedHashMap<>());
    if (alike.putIfAbsent(host.place(), host) != null) {
      unusable.add(twice(host.id()));
    }
  }
}
