package io.registrybridge.mapping;

import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import java.util.List;
import java.util.Locale;

/**
 * What one service of one registry contributes to the mesh.
 *
 * @param wanted the resource it wants to be, or to be part of
 * @param yielded the resource it becomes if another service has the wanted one
 * @param usable whether an instance is up and may take traffic, as far as its registry knows
 * @param party services of one party may share a host; all others are rivals
 */
record Draft(
    ServiceKey service,
    MappingRules rules,
    ResourceId wanted,
    ResourceId yielded,
    boolean usable,
    String party,
    List<Candidate> candidates,
    List<Flaw> flaws) {

  Draft {
    candidates = List.copyOf(candidates);
    flaws = List.copyOf(flaws);
  }

  Origin origin() {
    return new Origin(service.registry(), service.partition(), service.name());
  }

  /** The same name in several registries is the same service; a host by hand unites any names. */
  static String party(String service, MappingRules rules) {
    var byHand = rules.hosts().get(service);
    return byHand == null ? "name " + service.toLowerCase(Locale.ROOT) : "host " + byHand;
  }
}
