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

  /** How far it came; seen whole by others or not at all. */
  private record Course(Mapping mapping, StableAddresses addresses) {}

  private volatile Course last;

  /**
   * A mapper for these registries; what others say is not mapped.
   *
   * @param rules by registry
   */
  public Mapper(Map<String, MappingRules> rules) {
    this(
        new Course(
            Mapping.none(Map.copyOf(rules)), StableAddresses.none(new Pools(Map.copyOf(rules)))));
  }

  private Mapper(Course last) {
    this.last = last;
  }

  /** A mapper that goes on from here on its own, for another thread. */
  public Mapper fork() {
    return new Mapper(last);
  }

  /** Maps everything that is listed, when no host has an address of its own yet. */
  public Mapped map(Collection<Catalog> catalogs, Map<ResourceId, List<Origin>> holders) {
    return map(catalogs, holders, Map.of());
  }

  /**
   * Maps everything that is listed.
   *
   * @param catalogs no two of them list the same service
   * @param holders the origins of what stands in the sink, by resource
   * @param standing the hosts' own addresses there, whoever's they are, by resource
   */
  public Mapped map(
      Collection<Catalog> catalogs,
      Map<ResourceId, List<Origin>> holders,
      Map<ResourceId, List<String>> standing) {
    var before = last;
    var mapping = before.mapping().then(catalogs, Book.copyOf(holders));
    var addresses = before.addresses().then(mapping.mapped(), Book.copyOf(standing));
    last = new Course(mapping, addresses);
    return addresses.mapped();
  }
}
