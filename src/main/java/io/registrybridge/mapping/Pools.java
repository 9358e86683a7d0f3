package io.registrybridge.mapping;

import io.registrybridge.mesh.MeshService;
import java.util.Map;
import java.util.Optional;

/**
 * Where hosts get addresses of their own from.
 *
 * @param rules by registry
 */
record Pools(Map<String, MappingRules> rules) {

  /** Whether nobody gets any. */
  boolean dry() {
    return rules.values().stream().allMatch(one -> one.vips().isEmpty());
  }

  /** Where registries' rules differ the first one's hold, as they do for all else. */
  Optional<AddressPool> of(MeshService service) {
    return Optional.ofNullable(rules.get(service.origins().get(0).registry()))
        .flatMap(MappingRules::vips);
  }
}
