package io.registrybridge.mapping;

import io.registrybridge.book.Book;
import io.registrybridge.catalog.Flaw;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import java.util.List;

/**
 * What the registries call for.
 *
 * @param services one without endpoints is listed but has nothing usable
 * @param displaced what would stand, beside those or in their place, if services that are listed
 *     were still to be where the sink has them: the rules want them elsewhere, or not at all
 * @param starved services that have usable instances, but of which no endpoint came in one of the
 *     resources in which they have a part or are displaced from, by each of these
 * @param flaws what was dropped, changed or given way, and why
 */
public record Mapped(
    Book<ResourceId, MeshService> services,
    Book<ResourceId, MeshService> displaced,
    Book<ResourceId, List<Origin>> starved,
    List<Flaw> flaws) {

  public Mapped {
    flaws = List.copyOf(flaws);
  }

  static Mapped nothing() {
    return new Mapped(Book.empty(), Book.empty(), Book.empty(), List.of());
  }
}
