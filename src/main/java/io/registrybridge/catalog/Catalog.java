package io.registrybridge.catalog;

import io.registrybridge.book.Book;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /**
   * The catalog of what is listed after this was. It shares what did not change, and is this very
   * one if nothing did; services in the order of their keys are compared at once.
   */
  public Catalog then(Collection<Service> nowServices, Collection<Flaw> nowFlaws) {
    var next = services.revise();
    var known = services.values().iterator();
    var before = following(known);
    for (var service : nowServices) {
      for (; before != null && precedes(before, service); before = following(known)) {
        next.remove(before.key());
      }
      if (service.equals(before)) {
        before = following(known);
      } else {
        next.put(service.key(), service);
        before = before != null && before.key().equals(service.key()) ? following(known) : before;
      }
    }
    for (; before != null; before = following(known)) {
      next.remove(before.key());
    }
    var now = new Catalog(next.book(), List.copyOf(nowFlaws));
    return now.equals(this) ? this : now;
  }

  private static @Nullable Service following(Iterator<Service> known) {
    return known.hasNext() ? known.next() : null;
  }

  private static boolean precedes(Service before, Service service) {
    return !before.equals(service) && before.key().compareTo(service.key()) < 0;
  }

  /** How many instances are listed, whatever their status. */
  public int instances() {
    return services.values().stream().mapToInt(service -> service.instances().size()).sum();
  }
}
