package io.registrybridge.registry.eureka;

import io.registrybridge.book.Book;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.registry.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
  private final Book<String, Application> applications;
  private final Statuses statuses;
  private final Services services;

  private View(
      String registry,
      Selection selection,
      Book<String, Application> applications,
      Statuses statuses,
      Services services) {
    this.registry = registry;
    this.selection = selection;
    this.applications = applications;
    this.statuses = statuses;
    this.services = services;
  }

  static View empty(String registry, Selection selection) {
    return new View(
        registry, selection, Book.empty(), Statuses.ofNobody(), Services.none(registry));
  }

  /** What is there if the listing is everything. */
  View replacedBy(Listing everything) {
    var next = applications.revise();
    var listed = everything.applications();
    applications.keySet().stream().filter(name -> !listed.containsKey(name)).forEach(next::remove);
    listed.forEach((name, news) -> next.put(name, application(name, apply(news, new TreeMap<>()))));
    return with(next.book());
  }

  /** What is there if the listing is what changed; to apply it once more changes nothing. */
  View changedBy(Listing delta) {
    var next = applications.revise();
    delta.applications().forEach((name, news) -> next.set(name, changed(name, news)));
    return with(next.book());
  }

  private Optional<Application> changed(String name, List<Registration> news) {
    var now = apply(news, new TreeMap<>(registrations(name)));
    return now.isEmpty() ? Optional.empty() : Optional.of(application(name, now));
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

  private View with(Book<String, Application> next) {
    return next.equals(applications)
        ? this
        : new View(registry, selection, next, statuses.then(next), services.then(next));
  }

  /** What an application has, by id; nothing where there is no such application. */
  SortedMap<String, Registration> registrations(String application) {
    return Optional.ofNullable(applications.get(application))
        .map(Application::registrations)
        .orElseGet(TreeMap::new);
  }

  /** As Eureka computes it. */
  String hash() {
    return statuses.hash();
  }

  Reading reading(Instant at) {
    var gaps = services.gaps();
    return gaps.isEmpty()
        ? new Reading.Complete(registry, at, services.catalog())
        : new Reading.Partial(registry, at, services.catalog(), gaps, services.reason());
  }
}
