package io.registrybridge.sync;

import static java.util.stream.Collectors.toMap;

import io.registrybridge.guard.Limits;
import io.registrybridge.mapping.MappingRules;
import io.registrybridge.plan.Rules;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a pass goes by.
 *
 * @param mapping how each registry's services are mapped, by registry
 * @param feeding the registries that feed a sink, by sink; all of them where it is not named
 */
public record Settings(
    Map<String, MappingRules> mapping,
    Limits limits,
    Rules rules,
    Map<String, Set<String>> feeding) {

  public Settings {
    mapping = Map.copyOf(mapping);
    var copies = new HashMap<String, Set<String>>();
    feeding.forEach((sink, registries) -> copies.put(sink, Set.copyOf(registries)));
    feeding = Map.copyOf(copies);
  }

  /** What one sink's part of a pass goes by: only the registries that feed it. */
  Settings of(String sink) {
    var registries = feeding.getOrDefault(sink, mapping.keySet());
    var grace = only(registries, rules.emptyGrace());
    return new Settings(
        only(registries, mapping),
        limits,
        new Rules(
            rules.owner(),
            rules.formerOwners(),
            rules.policy(),
            grace,
            rules.retired(),
            rules.allowance()),
        Map.of());
  }

  /** The registries that are mapped. */
  Set<String> registries() {
    return mapping.keySet();
  }

  private static <T> Map<String, T> only(Set<String> registries, Map<String, T> all) {
    return all.entrySet().stream()
        .filter(entry -> registries.contains(entry.getKey()))
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
