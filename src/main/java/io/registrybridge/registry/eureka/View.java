package io.registrybridge.registry.eureka;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.registry.Gap;
import io.registrybridge.registry.Reading;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that a Eureka registry lists, as of some read.
 *
 * <p>What a later read did not change is the same object there: the view, its catalog, and each of
 * the services.
 */
final class View {

  private static final int NAMED = 5;

  private final String registry;
  private final SortedMap<String, Application> applications;
  private final Catalog catalog;

  private View(String registry, SortedMap<String, Application> applications) {
    this.registry = registry;
    this.applications = applications;
    this.catalog = catalog(applications);
  }

  static View empty(String registry) {
    return new View(registry, new TreeMap<>());
  }

  private static Catalog catalog(SortedMap<String, Application> applications) {
    return Catalog.of(
        applications.values().stream().flatMap(one -> one.service().stream()).toList(),
        applications.values().stream().flatMap(one -> one.flaws().stream()).toList());
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
        : new Application(new ServiceKey(registry, "", name), registrations);
  }

  private View with(SortedMap<String, Application> next) {
    return next.equals(applications) ? this : new View(registry, next);
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
    var gaps = unreadable().stream().map(this::gap).toList();
    return gaps.isEmpty()
        ? new Reading.Complete(registry, at, catalog)
        : new Reading.Partial(registry, at, catalog, gaps, reason());
  }

  private List<Application> unreadable() {
    return applications.values().stream().filter(one -> one.service().isEmpty()).toList();
  }

  private Gap gap(Application application) {
    return application.named()
        ? new Gap.OfService(application.key())
        : new Gap.OfAnything(registry);
  }

  private String reason() {
    var names = unreadable().stream().map(View::title).limit(NAMED).collect(joining(", "));
    var more = unreadable().size() - NAMED;
    return "no instance can be read of " + names + (more > 0 ? " and " + more + " more" : "");
  }

  private static String title(Application application) {
    return application.named() ? application.key().name() : "an application without a name";
  }
}
