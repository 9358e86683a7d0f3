package io.registrybridge.registry.consul;

import io.registrybridge.registry.consul.Question.Unexpected;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Consul's list of services: their names, and all tags that instances of them have.
 *
 * <p>Consul's own service is left out.
 */
record Listing(SortedMap<String, SortedSet<String>> tags) {

  private static final String CONSUL = "consul";

  Listing {
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
  }

  Set<String> names() {
    return tags.keySet();
  }

  static Listing decode(JsonParser json) throws Unexpected {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new Unexpected("is not an object of services");
    }
    var services = new TreeMap<String, SortedSet<String>>();
    for (var name = json.nextName(); name != null; name = json.nextName()) {
      json.nextToken();
      var tags = tags(json);
      if (!name.isEmpty() && !name.equals(CONSUL)) {
        services.put(name, tags);
      }
    }
    return new Listing(services);
  }

  private static SortedSet<String> tags(JsonParser json) {
    var tags = new TreeSet<String>();
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return tags;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.VALUE_STRING) {
        tags.add(json.getString());
      }
      json.skipChildren();
    }
    return Collections.unmodifiableSortedSet(tags);
  }
}
