package io.registrybridge.mapping;

import io.registrybridge.catalog.Flaw;
import io.registrybridge.mesh.MeshService;
import java.util.List;

/**
 * What the registries call for.
 *
 * @param services in the order of their ids; one without endpoints is listed but has nothing usable
 * @param flaws what was dropped, changed or given way, and why
 */
public record Mapped(List<MeshService> services, List<Flaw> flaws) {

  public Mapped {
    services = List.copyOf(services);
    flaws = List.copyOf(flaws);
  }
}
