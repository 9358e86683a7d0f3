package io.registrybridge.registry.eureka;

import static java.util.stream.Collectors.joining;

import io.registrybridge.book.Book;
import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.registry.Gap;
import io.registrybridge.registry.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The services that the applications of one registry make, and which of them cannot be told. The
 * next ones are made anew only of applications that changed.
 *
 * <p>A service that is as it was before is the same object.
 *
 * @param applications of which they are made, by name
 * @param uncertain those that may make others too
 * @param flaws what cannot be used, by application
 * @param byName all services
 * @param unreadable those of which no instance can be read
 */
record Services(
    String registry,
    Book<String, Application> applications,
    Book<String, Application> uncertain,
    Book<String, List<Flaw>> flaws,
    Book<String, Services.Made> byName,
    Book<String, Services.Made> unreadable,
    Catalog catalog) {

  static Services none(String registry) {
    return new Services(
        registry,
        Book.empty(),
        Book.empty(),
        Book.empty(),
        Book.empty(),
        Book.empty(),
        Catalog.empty());
  }

  /** What these applications make, after it was this. */
  Services then(Book<String, Application> now) {
    var nextUncertain = uncertain.revise();
    var nextFlaws = flaws.revise();
    for (var difference : now.since(applications)) {
      var application = difference.now();
      nextUncertain.set(difference.key(), application.filter(one -> !one.certain()));
      nextFlaws.set(
          difference.key(), application.map(Application::flaws).filter(all -> !all.isEmpty()));
    }
    return new Services(
            registry, now, nextUncertain.book(), nextFlaws.book(), byName, unreadable, catalog)
        .remade(parts(now));
  }

  /** What each service that may be another one is made of, in the order of the applications. */
  private Map<String, SortedMap<String, Application>> parts(Book<String, Application> now) {
    var parts = new HashMap<String, SortedMap<String, Application>>();
    for (var difference : now.since(applications)) {
      for (var name : names(difference.before())) {
        parts.computeIfAbsent(name, this::before).remove(difference.key());
      }
      for (var name : names(difference.now())) {
        difference
            .now()
            .ifPresent(one -> parts.computeIfAbsent(name, this::before).put(difference.key(), one));
      }
    }
    return parts;
  }

  private static Set<String> names(Optional<Application> application) {
    return application.map(one -> one.services().keySet()).orElse(Set.of());
  }

  private SortedMap<String, Application> before(String name) {
    var before = new TreeMap<String, Application>();
    Optional.ofNullable(byName.get(name)).stream()
        .flatMap(made -> made.from().stream())
        .forEach(application -> before.put(application.name(), application));
    return before;
  }

  private Services remade(Map<String, SortedMap<String, Application>> parts) {
    var nextByName = byName.revise();
    var nextUnreadable = unreadable.revise();
    var listed = catalog.services().revise();
    parts.forEach(
        (name, from) -> {
          var made =
              Optional.of(List.copyOf(from.values()))
                  .filter(all -> !all.isEmpty())
                  .map(all -> made(name, all));
          nextByName.set(name, made);
          nextUnreadable.set(name, made.filter(one -> one.service().isEmpty()));
          listed.set(key(name), made.flatMap(Made::service));
        });
    return new Services(
        registry,
        applications,
        uncertain,
        flaws,
        nextByName.book(),
        nextUnreadable.book(),
        catalog(listed.book()));
  }

  private Catalog catalog(Book<ServiceKey, Service> listed) {
    var now = new Catalog(listed, flaws.values().stream().flatMap(List::stream).toList());
    return now.equals(catalog) ? catalog : now;
  }

  private Made made(String name, List<Application> from) {
    var before = byName.get(name);
    if (before == null) {
      return new Made(from, service(name, from));
    }
    return before.from().equals(from) ? before : before.or(new Made(from, service(name, from)));
  }

  /** Empty where it has instances and none can be read: then nothing can be said of it. */
  private Optional<Service> service(String name, List<Application> from) {
    var instances = from.stream().flatMap(one -> one.instances(name)).toList();
    var empty =
        from.stream().allMatch(one -> one.services().getOrDefault(name, List.of()).isEmpty());
    return instances.isEmpty() && !empty
        ? Optional.empty()
        : Optional.of(Service.of(key(name), instances));
  }

  private ServiceKey key(String name) {
    return new ServiceKey(registry, "", name);
  }

  /** What cannot be told: services by their names, and whatever an unreadable name stands for. */
  List<Gap> gaps() {
    var gaps = new ArrayList<Gap>();
    unreadable.keySet().forEach(name -> gaps.add(new Gap.OfService(key(name))));
    if (!uncertain.isEmpty()) {
      gaps.add(new Gap.OfAnything(registry));
    }
    return gaps;
  }

  /** Why there are gaps, as a sentence. */
  String reason() {
    var names = List.copyOf(unreadable.keySet());
    var nameless = uncertain.values().stream().map(Services::title).toList();
    return Stream.of(
            sentence("no instance can be read of ", names),
            sentence("the name of a service cannot be read in ", nameless))
        .flatMap(Optional::stream)
        .collect(joining("; "));
  }

  private static Optional<String> sentence(String beginning, List<String> names) {
    return names.isEmpty() ? Optional.empty() : Optional.of(beginning + Names.in(names));
  }

  private static String title(Application application) {
    return application.named() ? application.name() : "an application without a name";
  }

  /** A service, if it can be told, and the applications that it is made of. */
  record Made(List<Application> from, Optional<Service> service) {

    /** The other, with this service if it is no other one. */
    Made or(Made other) {
      return service.equals(other.service) ? new Made(other.from, service) : other;
    }
  }
}
