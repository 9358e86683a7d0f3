package io.registrybridge.registry.eureka;

import static java.util.stream.Collectors.joining;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.registry.Gap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The services that the applications of one registry make, and which of them cannot be told.
 *
 * <p>A service that is as it was before is the same object.
 */
final class Services {

  private static final int NAMED = 5;

  private final String registry;
  private final SortedMap<String, Made> byName;
  private final List<Application> uncertain;
  private final Catalog catalog;

  private Services(
      String registry,
      SortedMap<String, Made> byName,
      Collection<Application> applications,
      Catalog before) {
    this.registry = registry;
    this.byName = byName;
    this.uncertain = applications.stream().filter(one -> !one.certain()).toList();
    var now =
        Catalog.of(
            byName.values().stream().flatMap(made -> made.service().stream()).toList(),
            applications.stream().flatMap(one -> one.flaws().stream()).toList());
    this.catalog = now.equals(before) ? before : now;
  }

  static Services none(String registry) {
    return new Services(registry, new TreeMap<>(), List.of(), Catalog.empty());
  }

  /** What these applications make, after it was this. */
  Services then(Collection<Application> applications) {
    var parts = new TreeMap<String, List<Application>>();
    for (var application : applications) {
      for (var name : application.services().keySet()) {
        parts.computeIfAbsent(name, first -> new ArrayList<>(1)).add(application);
      }
    }
    var next = new TreeMap<String, Made>();
    parts.forEach((name, from) -> next.put(name, made(name, from)));
    return new Services(registry, next, applications, catalog);
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

  Catalog catalog() {
    return catalog;
  }

  /** What cannot be told: services by their names, and whatever an unreadable name stands for. */
  List<Gap> gaps() {
    var gaps = new ArrayList<Gap>();
    unreadable().forEach(name -> gaps.add(new Gap.OfService(key(name))));
    if (!uncertain.isEmpty()) {
      gaps.add(new Gap.OfAnything(registry));
    }
    return gaps;
  }

  /** Why there are gaps, as a sentence. */
  String reason() {
    var names = unreadable().toList();
    var nameless = uncertain.stream().map(Services::title).toList();
    return Stream.of(
            sentence("no instance can be read of ", names),
            sentence("the name of a service cannot be read in ", nameless))
        .flatMap(Optional::stream)
        .collect(joining("; "));
  }

  private Stream<String> unreadable() {
    return byName.entrySet().stream()
        .filter(made -> made.getValue().service().isEmpty())
        .map(made -> made.getKey());
  }

  private static Optional<String> sentence(String beginning, List<String> names) {
    var more = names.size() - NAMED;
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            beginning
                + names.stream().limit(NAMED).collect(joining(", "))
                + (more > 0 ? " and " + more + " more" : ""));
  }

  private static String title(Application application) {
    return application.named() ? application.name() : "an application without a name";
  }

  /** A service, if it can be told, and the applications that it is made of. */
  private record Made(List<Application> from, Optional<Service> service) {

    /** The other, with this service if it is no other one. */
    Made or(Made other) {
      return service.equals(other.service) ? new Made(other.from, service) : other;
    }
  }
}
