package io.registrybridge.registry.consul;

import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.registry.consul.Question.Unexpected;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one service was found to be.
 *
 * @param nodes where its instances are
 * @param ours whether it is a service to be told of: not if all it has are gateways, proxies or
 *     Kubernetes' own
 */
record Found(Service service, List<Flaw> flaws, Set<String> nodes, boolean ours) {

  /** Of what stands in a list, where something follows. */
  private static final JsonMapper TREES =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  Found {
    flaws = flaws.stream().sorted().toList();
    nodes = Set.copyOf(nodes);
  }

  /** Whether an instance is missing that is there in the other. */
  boolean lacks(Found other) {
    var ids = service.instances().stream().map(Instance::id).collect(Collectors.toSet());
    return other.service.instances().stream().anyMatch(one -> !ids.contains(one.id()));
  }

  static Found decode(JsonParser json, ServiceKey service, Choices choices) throws Unexpected {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new Unexpected("is not a list of instances");
    }
    var gathering = new Gathering(service, choices);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      gathering.add(TREES.readTree(json));
    }
    return gathering.found();
  }

  /** One after the other, so that only one is held as a tree. */
  private static final class Gathering {

    private final ServiceKey key;
    private final Choices choices;
    private final TreeMap<String, Instance> instances = new TreeMap<>();
    private final List<Flaw> flaws = new ArrayList<>();
    private final TreeSet<String> nodes = new TreeSet<>();
    private boolean others;

    private Gathering(ServiceKey key, Choices choices) {
      this.key = key;
      this.choices = choices;
    }

    private void add(JsonNode entry) {
      var reader = new EntryReader(entry, choices);
      // Consul's names are the same in any case, and it answers for all that are.
      if (!reader.isOf(key.name())) {
        return;
      }
      if (reader.othersOwn()) {
        others = true;
        return;
      }
      nodes.add(reader.node());
      reader.instance().ifPresent(one -> instances.put(one.id(), one));
      reader.flaw().ifPresent(flaw -> flaws.add(new Flaw(key, reader.id(), flaw)));
    }

    private Found found() {
      var ours = !nodes.isEmpty() || !others;
      return new Found(Service.of(key, instances.values()), flaws, nodes, ours);
    }
  }
}
