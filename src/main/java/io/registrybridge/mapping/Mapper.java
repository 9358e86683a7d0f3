package io.registrybridge.mapping;

import io.registrybridge.book.Book;
import io.registrybridge.catalog.Catalog;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Maps catalogs to mesh services. What it remembers of the last call only saves work: what did not
 * change is not mapped again, and gives the same mesh service. For one thread.
 */
public final class Mapper {

  private volatile Mapping last; // so that others see it whole

  /**
   * A mapper for these registries; what others say is not mapped.
   *
   * @param rules by registry
   */
  public Mapper(Map<String, MappingRules> rules) {
    this(Mapping.none(Map.copyOf(rules)));
  }

  private Mapper(Mapping last) {
    this.last = last;
  }

  /** A mapper that goes on from here on its own, for another thread. */
  public Mapper fork() {
    return new Mapper(last);
  }

  /**
   * Maps everything that is listed.
   *
   * @param catalogs no two of them list the same service
   * @param holders the origins of what stands in the sink, by resource
   */
  public Mapped map(Collection<Catalog> catalogs, Map<ResourceId, List<Origin>> holders) {
    var next = last.then(catalogs, Book.copyOf(holders));
    last = next;
    return next.mapped();
  }
}
