package io.registrybridge.mapping;

import io.registrybridge.book.Book;
import io.registrybridge.book.Sum;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A registry's services, counted. A value; the next one costs what changed.
 *
 * <p>A service that is hidden, because the registry cannot speak of it now, counts for what it last
 * did: or else a datacenter that is out of reach would look like one that is lost.
 */
public final class Count {

  static final Count NOTHING =
      new Count(
          Book.empty(), Book.empty(), Book.empty(), Set.of(), false, false, Sum.zero(), Sum.zero());

  private final Book<ServiceKey, Service> of;
  private final Book<ServiceKey, Counted> each;
  private final Book<ServiceKey, Counted> told;
  private final Set<ServiceKey> hidden;
  private final boolean diminished;
  private final boolean lacking;
  private final Sum<ServiceKey, Counted> endpoints;
  private final Sum<ServiceKey, Counted> services;

  private Count(
      Book<ServiceKey, Service> of,
      Book<ServiceKey, Counted> each,
      Book<ServiceKey, Counted> told,
      Set<ServiceKey> hidden,
      boolean diminished,
      boolean lacking,
      Sum<ServiceKey, Counted> endpoints,
      Sum<ServiceKey, Counted> services) {
    this.of = of;
    this.each = each;
    this.told = told;
    this.hidden = Set.copyOf(hidden);
    this.diminished = diminished;
    this.lacking = lacking;
    this.endpoints = endpoints;
    this.services = services;
  }

  /**
   * The count of what is listed now.
   *
   * @param counting always gives the same for the same service
   * @param hides whether nothing can be said of a service if it is absent
   * @param tells whether what is absent is gone
   */
  Count then(
      Book<ServiceKey, Service> now,
      Function<Service, Counted> counting,
      Predicate<ServiceKey> hides,
      boolean tells) {
    var next = each.revise();
    hidden.forEach(next::remove);
    for (var difference : now.since(of)) {
      next.set(difference.key(), difference.now().map(counting));
    }
    var absent = hiddenFrom(now, hides);
    absent.forEach(key -> next.set(key, Optional.ofNullable(each.get(key))));
    var book = next.book();
    return new Count(
        now,
        book,
        tells ? book : told,
        absent,
        hidden.stream().anyMatch(key -> counted(book, key).lacks(counted(each, key))),
        tells && lacks(book, told),
        endpoints.then(book, Counted::there),
        services.then(book, one -> one.there() > 0 ? 1 : 0));
  }

  private Set<ServiceKey> hiddenFrom(Book<ServiceKey, Service> now, Predicate<ServiceKey> hides) {
    var absent = new HashSet<>(hidden);
    now.since(of).forEach(difference -> absent.add(difference.key()));
    absent.removeIf(key -> now.containsKey(key) || !each.containsKey(key) || !hides.test(key));
    return absent;
  }

  private static boolean lacks(Book<ServiceKey, Counted> now, Book<ServiceKey, Counted> before) {
    for (var difference : now.since(before)) {
      var key = difference.key();
      if (counted(now, key).lacks(counted(before, key))) {
        return true;
      }
    }
    return false;
  }

  private static Counted counted(Book<ServiceKey, Counted> book, ServiceKey key) {
    return Optional.ofNullable(book.get(key)).orElse(Counted.NOTHING);
  }

  /** Whether something is not there that was when the registry last told what is absent. */
  public boolean lacks() {
    return lacking;
  }

  /** Whether something that was hidden until now turns out to lack something. */
  public boolean diminished() {
    return diminished;
  }

  /** Where the service's instances are, and those that somebody took out. */
  public Set<String> addresses(ServiceKey service) {
    return counted(each, service).addresses();
  }

  /** How much there is; an instance that somebody took out counts as there. */
  public Headcount all() {
    return new Headcount(endpoints.total(), services.total());
  }

  /**
   * How much there is.
   *
   * @param excused whether an instance that somebody took out counts as there, by its address
   */
  public Headcount excusing(Predicate<String> excused) {
    var there = each.values().stream().mapToInt(one -> one.there(excused)).toArray();
    return new Headcount(
        Arrays.stream(there).sum(), (int) Arrays.stream(there).filter(one -> one > 0).count());
  }

  /** The services that are listed, but of which the rules let nothing through. */
  public Set<ServiceKey> uncalled() {
    return each.entrySet().stream()
        .filter(one -> !one.getValue().called())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
