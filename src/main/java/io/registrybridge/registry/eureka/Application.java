package io.registrybridge.registry.eureka;

import io.registrybridge.book.Pairs;
import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.ServiceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One application of Eureka's: its registrations by id, and which services they are of.
 *
 * <p>Compared by identity: it is the same object for as long as nothing about it changed.
 */
final class Application {

  private static final String NAMELESS = "it has neither vipAddress nor secureVipAddress";

  private final ServiceKey key;
  private final SortedMap<String, Registration> registrations;
  private final Selection selection;
  private final SortedMap<String, List<Registration>> services = new TreeMap<>();
  private final boolean certain;

  Application(ServiceKey key, SortedMap<String, Registration> registrations, Selection selection) {
    this.key = key;
    this.registrations = Pairs.copyOf(registrations);
    this.selection = selection;
    this.certain = sort();
  }

  /** Puts each where it belongs and returns whether that could be told of all. */
  private boolean sort() {
    if (!named()) {
      return false;
    }
    if (registrations.isEmpty() && selection.byApplication()) {
      services.put(name(), List.of());
    }
    selected().forEach(this::sort);
    return selected().allMatch(one -> selection.services(name(), one).isPresent());
  }

  private void sort(Registration one) {
    for (var service : selection.services(name(), one).orElseGet(TreeSet::new)) {
      services.computeIfAbsent(service, first -> new ArrayList<>()).add(one);
    }
  }

  private Stream<Registration> selected() {
    return registrations.values().stream().filter(selection::includes);
  }

  String name() {
    return key.name();
  }

  boolean named() {
    return !key.name().isEmpty();
  }

  /** Not to be changed. */
  SortedMap<String, Registration> registrations() {
    return registrations;
  }

  /** What is selected of it, by the names of services; an application may be one without any. */
  SortedMap<String, List<Registration>> services() {
    return services;
  }

  /** Whether the {@link #services} are all. */
  boolean certain() {
    return certain;
  }

  /** What can be used of a service of which this is all or a part. */
  Stream<Instance> instances(String service) {
    return services.getOrDefault(service, List.of()).stream()
        .flatMap(one -> one.instance().stream())
        .map(this::identified);
  }

  /** Ids are unique in an application, but another one may share the name of the service. */
  private Instance identified(Instance one) {
    return selection.byApplication()
        ? one
        : new Instance(
            name() + "/" + one.id(),
            one.address(),
            one.ports(),
            one.status(),
            one.weight(),
            one.locality(),
            one.metadata());
  }

  List<Flaw> flaws() {
    return selected().flatMap(this::flaws).toList();
  }

  private Stream<Flaw> flaws(Registration one) {
    var names = selection.services(name(), one);
    if (names.isEmpty() || names.get().isEmpty()) {
      var flaw = names.isEmpty() ? one.flaw() : NAMELESS;
      return Stream.of(new Flaw(key, one.id(), flaw));
    }
    return Optional.of(one.flaw()).filter(flaw -> !flaw.isEmpty()).stream()
        .flatMap(flaw -> names.get().stream().map(name -> new Flaw(named(name), one.id(), flaw)));
  }

  private ServiceKey named(String name) {
    return new ServiceKey(key.registry(), key.partition(), name);
  }
}
