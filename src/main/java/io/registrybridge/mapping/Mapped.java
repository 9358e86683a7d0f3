package io.registrybridge.mapping;

import io.registrybridge.catalog.Flaw;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import java.util.List;
import java.util.Set;

/**
 * What the registries call for.
 *
 * @param services in the order of their ids; one without endpoints is listed but has nothing usable
 * @param displaced what would stand, beside those or in their place, if services that are listed
 *     were still to be where the sink has them: the rules want them elsewhere, or not at all
 * @param starved services that have usable instances, but of which no endpoint came
 * @param flaws what was dropped, changed or given way, and why
 */
public record Mapped(
    List<MeshService> services,
    List<MeshService> displaced,
    Set<Origin> starved,
    List<Flaw> flaws) {

  public Mapped {
    services = List.copyOf(services);
    displaced = List.copyOf(displaced);
    starved = Set.copyOf(starved);
    flaws = List.copyOf(flaws);
  }
}
