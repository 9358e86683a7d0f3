package io.registrybridge.registry.consul;

import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Service;
import io.registrybridge.registry.consul.Answer.Told;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is known of one place's services, and what is not. On the worker's thread.
 *
 * <p>After a silence everything has to be read anew, for Consul may be in another life. What was
 * known before is then only what an answer is compared with: the same again is the same object.
 */
final class Roster {

  /** If more than one of so many services cannot be read, it is not for a reason of its own. */
  private static final int ONE_IN = 3;

  private final Standing standing = new Standing();
  private final SortedMap<String, Known> services = new TreeMap<>();
  private Listing listing = new Listing(new TreeMap<>());
  private int unread;

  /** Whether the place answers at all. */
  Standing standing() {
    return standing;
  }

  /** It answers, for the first time or again: everything on the list is to be read. */
  void opened(Told<Listing> told) {
    standing.opened(services.keySet());
    services.replaceAll((name, known) -> known.anew());
    services.keySet().retainAll(told.content().names());
    unread = services.size();
    listed(told);
  }

  /** What is on the list is listed; who is not any more is not gone by that. */
  void listed(Told<Listing> told) {
    standing.listed(told);
    listing = told.content();
    for (var name : listing.names()) {
      if (services.putIfAbsent(name, Known.NOTHING) == null) {
        unread++;
      }
    }
  }

  /** What was listed once and is not on a list that may be believed. */
  void gone(Listing confirmed) {
    services.keySet().retainAll(confirmed.names());
    unread = (int) services.values().stream().filter(Known::unread).count();
  }

  /** Whether an answer shows something different from what is known. */
  boolean read(String name, Told<Found> told) {
    var before = services.get(name);
    if (before == null) {
      return false;
    }
    var now = before.read(told);
    put(name, before, now);
    return !now.tellsTheSameAs(before);
  }

  void failed(String name, String reason) {
    var before = services.get(name);
    if (before != null) {
      put(name, before, before.failed(reason));
    }
  }

  private void put(String name, Known before, Known now) {
    services.put(name, now);
    unread -= before.unread() ? 1 : 0;
  }

  boolean lists(String name) {
    return services.containsKey(name);
  }

  Set<String> names() {
    return Collections.unmodifiableSet(services.keySet());
  }

  /** Those that are known and not on this list. */
  Set<String> missingIn(Listing other) {
    return names(services.keySet(), name -> !other.names().contains(name));
  }

  /** Whether one that is known is not on the list. */
  boolean missing() {
    return !missingIn(listing).isEmpty();
  }

  /** Those that have other tags on this list than on the one before, or were not on that. */
  Set<String> changedIn(Listing other) {
    return names(
        other.names(), name -> !Objects.equals(other.tags().get(name), listing.tags().get(name)));
  }

  /** Those that have an instance on one of these nodes. */
  Set<String> on(Set<String> nodes) {
    return names(
        services.keySet(),
        name ->
            known(name).found().stream()
                .anyMatch(found -> !Collections.disjoint(found.nodes(), nodes)));
  }

  private static Set<String> names(Set<String> all, Predicate<String> which) {
    var names = new TreeSet<String>();
    all.stream().filter(which).forEach(names::add);
    return names;
  }

  /** Whether an answer lacks an instance that was there. */
  boolean lacking(String name, Found found) {
    return known(name).found().filter(found::lacks).isPresent();
  }

  /** The index of what was read; 0 if it has to be read. */
  long index(String name) {
    return known(name).index();
  }

  private Known known(String name) {
    return services.getOrDefault(name, Known.NOTHING);
  }

  /** What is there. */
  Stream<Service> services() {
    return found().filter(Found::ours).map(Found::service);
  }

  Stream<Flaw> flaws() {
    return found().flatMap(found -> found.flaws().stream());
  }

  private Stream<Found> found() {
    return standing.open()
        ? services.values().stream().filter(Known::read).flatMap(known -> known.found().stream())
        : Stream.empty();
  }

  /** What keeps the reading from being finished, as the rest of a sentence. */
  Optional<String> unfinished() {
    if (standing.silent() || (standing.open() && unread == 0)) {
      return Optional.empty();
    }
    return Optional.of(
        standing.open()
            ? "is being read: %d of %d services so far"
                .formatted(services.size() - unread, services.size())
            : "was not read yet");
  }

  /** The services of which nothing can be told for certain, and why. */
  SortedMap<String, String> troubles() {
    var troubles = new TreeMap<String, String>();
    services.forEach((name, known) -> known.trouble().ifPresent(why -> troubles.put(name, why)));
    return troubles;
  }

  /** Whether so many have trouble that it may be everybody's. */
  boolean failing(int troubled) {
    return troubled * ONE_IN > services.size();
  }
}
