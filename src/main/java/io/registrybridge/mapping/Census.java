package io.registrybridge.mapping;

import io.registrybridge.book.Book;
import io.registrybridge.book.Sum;
import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Counts what the mesh gets from registries, by the same rules by which it gets it: what is not
 * mapped is no loss when it goes, and must not make up for what is. What it remembers of the last
 * count only saves work. For one thread.
 */
public final class Census {

  /**
   * What one service counts for.
   *
   * @param out the addresses of those that somebody took out
   * @param called false if the rules let nothing of it through
   */
  private record Counted(int up, List<String> out, boolean called) {

    /** Of a service that the rules leave out. */
    static final Counted NOTHING = new Counted(0, List.of(), false);

    static Counted of(Service service, MappingRules rules) {
      if (!rules.names().chosen(service.key().name())) {
        return NOTHING;
      }
      var draft = Drafting.draft(service, rules);
      var starved = draft.usable() && draft.candidates().isEmpty();
      return new Counted(draft.up(), draft.out(), !starved);
    }

    int there() {
      return up + out.size();
    }

    int there(Predicate<String> excused) {
      return up + (int) out.stream().filter(excused).count();
    }
  }

  /** A registry's services, counted; the next count costs what changed. */
  private record Count(
      Book<ServiceKey, Service> of,
      Book<ServiceKey, Counted> each,
      Sum<ServiceKey, Counted> endpoints,
      Sum<ServiceKey, Counted> services) {

    static final Count NOTHING = new Count(Book.empty(), Book.empty(), Sum.zero(), Sum.zero());

    Count then(Book<ServiceKey, Service> now, MappingRules rules) {
      var next = each.revise();
      for (var difference : now.since(of)) {
        next.set(difference.key(), difference.now().map(one -> Counted.of(one, rules)));
      }
      var book = next.book();
      return new Count(
          now,
          book,
          endpoints.then(book, Counted::there),
          services.then(book, one -> one.there() > 0 ? 1 : 0));
    }
  }

  private final Map<String, MappingRules> rules;
  private final Map<String, Count> counted;

  /**
   * A census of these registries.
   *
   * @param rules by registry
   */
  public Census(Map<String, MappingRules> rules) {
    this(Map.copyOf(rules), Map.of());
  }

  private Census(Map<String, MappingRules> rules, Map<String, Count> counted) {
    this.rules = rules;
    this.counted = new ConcurrentHashMap<>(counted); // since others may fork
  }

  /** A census that goes on from here on its own, for another thread. */
  public Census fork() {
    return new Census(rules, counted);
  }

  /** Counts what a registry lists; an instance that somebody took out counts as there. */
  public Headcount of(String registry, Catalog catalog) {
    var count = count(registry, catalog);
    return new Headcount(count.endpoints().total(), count.services().total());
  }

  /**
   * Counts what a registry lists.
   *
   * @param excused whether an instance that somebody took out counts as there, by its address
   */
  public Headcount of(String registry, Catalog catalog, Predicate<String> excused) {
    var endpoints = 0;
    var services = 0;
    for (var one : count(registry, catalog).each().values()) {
      var there = one.there(excused);
      endpoints += there;
      services += there > 0 ? 1 : 0;
    }
    return new Headcount(endpoints, services);
  }

  /** The services that are listed, but of which the rules let nothing through. */
  public Set<ServiceKey> uncalled(String registry, Catalog catalog) {
    return rules.containsKey(registry)
        ? count(registry, catalog).each().entrySet().stream()
            .filter(one -> !one.getValue().called())
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet())
        : catalog.services().keySet();
  }

  private Count count(String registry, Catalog catalog) {
    var itsRules = rules.get(registry);
    if (itsRules == null) {
      return Count.NOTHING;
    }
    var before = counted.getOrDefault(registry, Count.NOTHING);
    var now = before.then(catalog.services(), itsRules);
    counted.put(registry, now);
    return now;
  }
}
