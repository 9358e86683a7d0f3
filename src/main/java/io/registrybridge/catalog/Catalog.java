package io.registrybridge.catalog;

import io.registrybridge.book.Book;
import java.util.Collection;
import java.util.List;

/** All services that one registry lists, by key, and what in its answer was unusable. */
public record Catalog(Book<ServiceKey, Service> services, List<Flaw> flaws) {

  private static final Catalog EMPTY = new Catalog(Book.empty(), List.of());

  public Catalog {
    flaws = flaws.stream().sorted().toList();
  }

  public static Catalog empty() {
    return EMPTY;
  }

  public static Catalog of(Collection<Service> services, Collection<Flaw> flaws) {
    var byKey = Book.<ServiceKey, Service>empty().revise();
    services.forEach(service -> byKey.put(service.key(), service));
    return new Catalog(byKey.book(), List.copyOf(flaws));
  }

  /** How many instances are listed, whatever their status. */
  public int instances() {
    return services.values().stream().mapToInt(service -> service.instances().size()).sum();
  }
}
