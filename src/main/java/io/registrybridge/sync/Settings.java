package io.registrybridge.sync;

import io.registrybridge.guard.Limits;
import io.registrybridge.mapping.MappingRules;
import io.registrybridge.plan.Rules;
import java.util.Map;

/**
 * What a pass goes by.
 *
 * @param mapping how each registry's services are mapped, by registry
 */
public record Settings(Map<String, MappingRules> mapping, Limits limits, Rules rules) {

  public Settings {
    mapping = Map.copyOf(mapping);
  }
}
