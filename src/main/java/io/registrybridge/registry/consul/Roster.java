package io.registrybridge.registry.consul;

import static java.util.stream.Collectors.joining;

import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Service;
import io.registrybridge.registry.consul.Answer.Told;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is known of one place's services, and what is not. On the desk's thread.
 *
 * <p>After a silence everything has to be read anew, for Consul may be in another life. What was
 * known before is then only what an answer is compared with: the same again is the same object.
 */
final class Roster {

  private static final int NAMED = 5;

  /** If more than one of so many services cannot be read, it is not for a reason of its own. */
  private static final int ONE_IN = 3;

  /**
   * A service that is listed.
   *
   * @param found what was read last, maybe before a silence
   * @param trouble why it cannot be read, or not for certain
   */
  private record Known(Optional<Found> found, long index, boolean read, Optional<String> trouble) {

    private static final Known NOTHING = new Known(Optional.empty(), 0, false, Optional.empty());

    private Known anew() {
      return new Known(found, 0, false, Optional.empty());
    }

    private Known failed(String reason) {
      return new Known(found, 0, false, Optional.of(reason));
    }

    private boolean unread() {
      return !read && trouble.isEmpty();
    }
  }

  private final SortedMap<String, Known> services = new TreeMap<>();
  private final SortedSet<String> absent = new TreeSet<>();
  private Listing listing = new Listing(new TreeMap<>());
  private Optional<String> silence = Optional.empty();
  private Optional<String> listingDoubt = Optional.empty();
  private boolean opened;
  private boolean settling;
  private int unread;

  /** It does not answer any more, or not yet. */
  void silent(String reason) {
    settling |= opened;
    silence = Optional.of(reason);
    opened = false;
  }

  /** It answers, for the first time or again: everything on the list is to be read. */
  void opened(Told<Listing> told) {
    silence = Optional.empty();
    opened = true;
    services.replaceAll((name, known) -> known.anew());
    absent.addAll(services.keySet());
    services.keySet().retainAll(told.content().names());
    unread = services.size();
    listed(told);
  }

  /** What is on the list is listed; who is not any more is not gone by that. */
  void listed(Told<Listing> told) {
    listing = told.content();
    listingDoubt = told.doubt();
    for (var name : listing.names()) {
      if (services.putIfAbsent(name, Known.NOTHING) == null) {
        unread++;
      }
    }
    absent.removeAll(listing.names());
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
    var found = before.found().filter(told.content()::equals).orElse(told.content());
    var now = new Known(Optional.of(found), told.index(), true, told.doubt());
    put(name, before, now);
    return !before.read()
        || !before.found().equals(now.found())
        || !before.trouble().equals(now.trouble());
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

  /** It has answered again for long enough. */
  void settled() {
    settling = false;
    absent.clear();
  }

  /** Whether it answers again only since a moment. */
  boolean settling() {
    return settling;
  }

  boolean lists(String name) {
    return services.containsKey(name);
  }

  Set<String> names() {
    return Collections.unmodifiableSet(services.keySet());
  }

  /** Those that are known and not on this list. */
  Set<String> missingIn(Listing other) {
    return names(name -> !other.names().contains(name));
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
        name ->
            known(name).found().stream()
                .anyMatch(found -> !Collections.disjoint(found.nodes(), nodes)));
  }

  private Set<String> names(Predicate<String> which) {
    return names(services.keySet(), which);
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

  boolean silent() {
    return silence.isPresent();
  }

  /** What is there. */
  Stream<Service> services() {
    return found().filter(Found::ours).map(Found::service);
  }

  Stream<Flaw> flaws() {
    return found().flatMap(found -> found.flaws().stream());
  }

  private Stream<Found> found() {
    return opened
        ? services.values().stream().filter(Known::read).flatMap(known -> known.found().stream())
        : Stream.empty();
  }

  /** What keeps the reading from being finished, as the rest of a sentence. */
  Optional<String> unfinished() {
    if (silent() || (opened && unread == 0)) {
      return Optional.empty();
    }
    return Optional.of(
        opened
            ? "is being read: %d of %d services so far"
                .formatted(services.size() - unread, services.size())
            : "was not read yet");
  }

  /** Why anything may be missing that is there, as the rest of a sentence. */
  Optional<String> doubt() {
    return silence.or(() -> listingDoubt).or(this::fresh).or(this::failing);
  }

  /** Its own servers and agents come back one after the other, with checks that fail at first. */
  private Optional<String> fresh() {
    if (!settling) {
      return Optional.empty();
    }
    return Optional.of(
        "answers again since a moment"
            + (absent.isEmpty()
                ? ""
                : " and lists %d services less than before".formatted(absent.size())));
  }

  private Optional<String> failing() {
    var failed = troubled();
    return failed.size() * ONE_IN > services.size()
        ? Optional.of(trouble(failed))
        : Optional.empty();
  }

  /** The services of which nothing can be told for certain. */
  List<String> troubled() {
    return services.entrySet().stream()
        .filter(entry -> entry.getValue().trouble().isPresent())
        .map(entry -> entry.getKey())
        .toList();
  }

  /** Why, as the rest of a sentence. */
  String trouble(List<String> troubled) {
    var more = troubled.size() - NAMED;
    return known(troubled.get(0)).trouble().orElse("")
        + " when asked for "
        + troubled.stream().limit(NAMED).collect(joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }
}
