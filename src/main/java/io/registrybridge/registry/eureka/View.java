package io.registrybridge.registry.eureka;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.registry.Reading;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that a Eureka registry holds, as of some read, and what is listed of it.
 *
 * <p>What a later read did not change is the same object there: the view, its catalog, and each of
 * the services.
 */
final class View {

  private final String registry;
  private final Selection selection;
  private final SortedMap<String, Application> applications;
  private final Services services;

  private View(
      String registry,
      Selection selection,
      SortedMap<String, Application> applications,
      Services services) {
    this.registry = registry;
    this.selection = selection;
    this.applications = applications;
    this.services = services;
  }

  static View empty(String registry, Selection selection) {
    return new View(registry, selection, new TreeMap<>(), Services.none(registry));
  }

  /** What is there if the listing is everything. */
  View replacedBy(Listing everything) {
    var next = new TreeMap<String, Application>();
    everything
        .applications()
        .forEach((name, news) -> next.put(name, application(name, apply(news, new TreeMap<>()))));
    return with(next);
  }

  /** What is there if the listing is what changed; to apply it once more changes nothing. */
  View changedBy(Listing delta) {
    var next = new TreeMap<>(applications);
    delta.applications().forEach((name, news) -> change(next, name, news));
    return with(next);
  }

  private void change(SortedMap<String, Application> next, String name, List<Registration> news) {
    var before = new TreeMap<String, Registration>();
    if (applications.containsKey(name)) {
      before.putAll(applications.get(name).registrations());
    }
    var now = apply(news, before);
    if (now.isEmpty()) {
      next.remove(name);
    } else {
      next.put(name, application(name, now));
    }
  }

  private static SortedMap<String, Registration> apply(
      List<Registration> news, SortedMap<String, Registration> onto) {
    for (var one : news) {
      if (one.deleted()) {
        onto.remove(one.id());
      } else {
        onto.put(one.id(), one);
      }
    }
    return onto;
  }

  private Application application(String name, SortedMap<String, Registration> registrations) {
    var known = applications.get(name);
    return known != null && known.registrations().equals(registrations)
        ? known
        : new Application(new ServiceKey(registry, "", name), registrations, selection);
  }

  private View with(SortedMap<String, Application> next) {
    return next.equals(applications)
        ? this
        : new View(registry, selection, next, services.then(next.values()));
  }

  /** As Eureka computes it: how many instances there are in each status, such as {@code UP_5_}. */
  String hash() {
    return applications.values().stream()
        .flatMap(application -> application.registrations().values().stream())
        .collect(groupingBy(Registration::status, TreeMap::new, counting()))
        .entrySet()
        .stream()
        .map(status -> status.getKey() + "_" + status.getValue() + "_")
        .collect(joining());
  }

  Reading reading(Instant at) {
    var gaps = services.gaps();
    return gaps.isEmpty()
        ? new Reading.Complete(registry, at, services.catalog())
        : new Reading.Partial(registry, at, services.catalog(), gaps, services.reason());
  }
}
