package io.registrybridge.mapping;

import io.registrybridge.book.Book;
import io.registrybridge.book.Revision;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who holds which host in the sink.
 *
 * @param origins by what stands there
 * @param places where each of them stands, in order
 */
record Holders(Book<ResourceId, List<Origin>> origins, Book<Origin, List<ResourceId>> places) {

  static Holders none() {
    return new Holders(Book.empty(), Book.empty());
  }

  /** The holders when this is what stands there. */
  Holders then(Book<ResourceId, List<Origin>> now) {
    var next = places.revise();
    for (var difference : now.since(origins)) {
      var before = difference.before().orElse(List.of());
      var after = difference.now().orElse(List.of());
      before.stream()
          .filter(origin -> !after.contains(origin))
          .forEach(origin -> leaves(next, origin, difference.key()));
      after.stream()
          .filter(origin -> !before.contains(origin))
          .forEach(origin -> comes(next, origin, difference.key()));
    }
    return new Holders(now, next.book());
  }

  private static void leaves(
      Revision<Origin, List<ResourceId>> places, Origin origin, ResourceId id) {
    var rest = places.get(origin).orElse(List.of()).stream().filter(one -> !one.equals(id)).toList();
    places.set(origin, Optional.of(rest).filter(some -> !some.isEmpty()));
  }

  private static void comes(
      Revision<Origin, List<ResourceId>> places, Origin origin, ResourceId id) {
    var others = places.get(origin).orElse(List.of()).stream();
    places.put(origin, Stream.concat(others, Stream.of(id)).distinct().sorted().toList());
  }

  /** Who holds the host; none if nobody does. */
  List<Origin> of(ResourceId id) {
    return origins.getOrDefault(id, List.of());
  }

  boolean holds(Origin origin, ResourceId id) {
    return of(id).contains(origin);
  }

  /** Where it stands. */
  List<ResourceId> places(Origin origin) {
    return places.getOrDefault(origin, List.of());
  }
}
