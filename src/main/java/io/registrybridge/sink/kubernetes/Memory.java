package io.registrybridge.sink.kubernetes;

import io.registrybridge.book.Book;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Actual;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Current;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What stands in the cluster as far as is known: what was read, and what was written since.
 *
 * <p>Lists, watch events and the answers to own writes come on several threads and overtake one
 * another. The greater revision wins; and an object that is gone stays gone, which its uid tells.
 *
 * <p>Methods that take what was read say whether it is news: something that this sink did not do.
 */
final class Memory {

  private Book<ResourceId, Standing> standing = Book.empty();
  private final Map<ResourceId, Write> underWay = new HashMap<>();
  private final SortedSet<String> unread;
  private final SortedMap<String, String> troubles = new TreeMap<>();
  private final SortedMap<String, String> dispensed = new TreeMap<>();
  private final Graves graves = new Graves();

  Memory(Collection<String> namespaces) {
    unread = new TreeSet<>(namespaces);
  }

  synchronized Current current() {
    if (!troubles.isEmpty()) {
      return new Current.Unknown(String.join("; ", troubles.values()));
    }
    if (!unread.isEmpty()) {
      return new Current.Unread(
          unread.stream()
              .map(one -> "namespace " + one + " was not read yet")
              .collect(Collectors.joining("; ")));
    }
    return new Current.Known(new Actual(standing));
  }

  /** A write is about to be sent: what it will do is no news when the watch tells of it. */
  synchronized void begins(Write write) {
    underWay.put(write.id(), write);
  }

  /** The write was answered, and what it did is told. */
  synchronized void ends(Write write) {
    underWay.remove(write.id());
  }

  /** An own write left the object like this. */
  synchronized void wrote(Standing answer) {
    if (isNewer(answer)) {
      put(answer);
    }
  }

  /** The object is no more, by an own write. */
  synchronized void deleted(Standing before) {
    var uid = Version.of(before).uid();
    graves.dig(before.id().namespace(), uid);
    var known = standing.get(before.id());
    if (known != null && Version.of(known).uid().equals(uid)) {
      remove(before.id());
    }
  }

  /** The watch tells of an object. */
  synchronized boolean observed(Standing seen) {
    if (!isNewer(seen)) {
      return false;
    }
    var before = standing.get(seen.id());
    put(seen);
    return !(before != null && saysTheSame(before, seen)) && !isEcho(seen);
  }

  /** The watch tells that an object is gone, and its revision at that. */
  synchronized boolean vanished(Standing last) {
    var end = Version.of(last);
    graves.dig(last.id().namespace(), end.uid());
    var known = standing.get(last.id());
    if (known == null || isAfter(end, Version.of(known))) {
      return false;
    }
    remove(last.id());
    return !isBeingDeleted(last.id());
  }

  /** To be taken before a list is asked for, and given back with it. */
  synchronized Mark mark(String namespace) {
    var latest =
        in(namespace).stream().mapToLong(one -> Version.of(one).revision()).max().orElse(0);
    return new Mark(graves.count(), latest);
  }

  /** The namespace was listed since the mark. */
  synchronized boolean listed(String namespace, Listing listing, Mark mark) {
    var news = unread.remove(namespace);
    news |= troubles.remove(namespace) != null;
    news |= dispensed.remove(namespace) != null;
    if (listing.revision() < mark.revision()) {
      // Only a cluster that was restored from a backup goes back; what it was later is void.
      in(namespace).forEach(one -> remove(one.id()));
    }
    // What was gone before the list was asked for is in it only if the cluster went back.
    graves.level(namespace, mark.graves());
    for (var one : listing.all()) {
      news |= observed(one);
    }
    var ids = listing.all().stream().map(Standing::id).collect(Collectors.toSet());
    for (var known : in(namespace)) {
      if (!ids.contains(known.id()) && Version.of(known).revision() <= listing.revision()) {
        remove(known.id());
        news |= !isBeingDeleted(known.id());
      }
    }
    return news;
  }

  /**
   * The namespace cannot be read.
   *
   * @return whether this was said for the first time
   */
  synchronized boolean unreadable(String namespace, String reason) {
    unread.remove(namespace);
    dispensed.remove(namespace);
    return !reason.equals(troubles.put(namespace, reason));
  }

  /**
   * The namespace cannot be read, and need not be as long as nothing is known to be there.
   *
   * @return whether this was said for the first time
   */
  synchronized boolean dispense(String namespace, String reason) {
    unread.remove(namespace);
    troubles.remove(namespace);
    return !reason.equals(dispensed.put(namespace, reason));
  }

  /** Why some namespaces are not read though they need not be; empty if all are. */
  synchronized String dispensed() {
    return String.join("; ", dispensed.values());
  }

  private List<Standing> in(String namespace) {
    return standing.values().stream()
        .filter(one -> one.id().namespace().equals(namespace))
        .toList();
  }

  private boolean isNewer(Standing seen) {
    var version = Version.of(seen);
    var known = standing.get(seen.id());
    return !graves.hold(version.uid())
        && (known == null || version.revision() > Version.of(known).revision());
  }

  /** Whether the object known is not the one that ended but a later one of the same name. */
  private static boolean isAfter(Version end, Version known) {
    return !known.uid().equals(end.uid()) && known.revision() > end.revision();
  }

  private void put(Standing seen) {
    standing = standing.with(seen.id(), withTheSameService(seen));
  }

  private void remove(ResourceId id) {
    standing = standing.without(id);
  }

  /**
   * Holds on to the very object that was applied, or read before, as long as the cluster says the
   * same: then a pass compares pointers.
   */
  private Standing withTheSameService(Standing seen) {
    var applied = applied(seen.id());
    var known = Optional.ofNullable(standing.get(seen.id())).flatMap(Standing::service);
    for (var candidate : List.of(applied, known)) {
      if (candidate.isPresent() && candidate.equals(seen.service())) {
        return new Standing(seen.id(), seen.owner(), seen.hosts(), candidate, seen.version());
      }
    }
    return seen;
  }

  private boolean isEcho(Standing seen) {
    var applied = applied(seen.id());
    return applied.isPresent() && applied.equals(seen.service());
  }

  private Optional<MeshService> applied(ResourceId id) {
    return Optional.ofNullable(underWay.get(id)).flatMap(Write::desired);
  }

  private boolean isBeingDeleted(ResourceId id) {
    var write = underWay.get(id);
    return write != null && write.desired().isEmpty();
  }

  private static boolean saysTheSame(Standing one, Standing other) {
    return one.owner().equals(other.owner())
        && one.hosts().equals(other.hosts())
        && one.service().equals(other.service());
  }

  /** How things were when a list was asked for. */
  record Mark(long graves, long revision) {}
}
