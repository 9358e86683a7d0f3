package io.registrybridge.registry.consul;

import io.registrybridge.registry.consul.Question.Unexpected;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The checks that are in one state, and when each of them last changed. */
record Checks(Map<Checks.Check, Long> modified) {

  /**
   * One check.
   *
   * @param service empty if it is of the whole node
   */
  record Check(String node, String service, String id) {

    boolean ofNode() {
      return service.isEmpty();
    }
  }

  Checks {
    modified = Map.copyOf(modified);
  }

  /** Those that came, went, or went and came again since. */
  Set<Check> changedSince(Checks before) {
    var changed = new HashSet<Check>();
    modified.forEach(
        (check, index) -> {
          if (!index.equals(before.modified.get(check))) {
            changed.add(check);
          }
        });
    before.modified.keySet().stream()
        .filter(check -> !modified.containsKey(check))
        .forEach(changed::add);
    return changed;
  }

  static Checks decode(JsonParser json) throws Unexpected {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new Unexpected("is not a list of checks");
    }
    var checks = new HashMap<Check, Long>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw new Unexpected("lists a check that is not an object");
      }
      put(json, checks);
    }
    return new Checks(checks);
  }

  private static void put(JsonParser json, Map<Check, Long> checks) {
    var node = "";
    var service = "";
    var id = "";
    var modified = 0L;
    for (var name = json.nextName(); name != null; name = json.nextName()) {
      json.nextToken();
      switch (name) {
        case "Node" -> node = json.getValueAsString("");
        case "ServiceName" -> service = json.getValueAsString("");
        case "CheckID" -> id = json.getValueAsString("");
        case "ModifyIndex" -> modified = json.getValueAsLong(0);
        default -> {}
      }
      json.skipChildren();
    }
    checks.put(new Check(node, service, id), modified);
  }
}
