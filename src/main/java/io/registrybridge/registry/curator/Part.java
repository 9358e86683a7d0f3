package io.registrybridge.registry.curator;

import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Service;
import io.registrybridge.registry.Gap;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one folder lists.
 *
 * @param unreadable what has entries of which none could be used, by a name for people, and what
 *     cannot be told for that
 */
public record Part(List<Service> services, List<Flaw> flaws, SortedMap<String, Gap> unreadable) {

  static final Part NOTHING = new Part(List.of(), List.of(), new TreeMap<>());

  public Part {
    services = List.copyOf(services);
    flaws = List.copyOf(flaws);
    unreadable = Collections.unmodifiableSortedMap(new TreeMap<>(unreadable));
  }

  /** The same, with the former object for each service that did not change. */
  Part keeping(Part before) {
    if (equals(before)) {
      return before;
    }
    var kept = services.stream().map(before::former).toList();
    return new Part(kept, flaws, unreadable);
  }

  private Service former(Service service) {
    return services.stream().filter(service::equals).findFirst().orElse(service);
  }
}
