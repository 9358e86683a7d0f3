package io.registrybridge.mapping;

import io.registrybridge.book.Book;
import io.registrybridge.book.Revision;
import io.registrybridge.mesh.ResourceId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What each resource in the sink has of some kind of things, and which resources have a thing. The
 * next one costs what changed.
 *
 * @param owners the things by who has them
 * @param things who has them, in order
 */
record Possessions<T extends Comparable<? super T>>(
    Book<ResourceId, List<T>> owners, Book<T, List<ResourceId>> things) {

  static <T extends Comparable<? super T>> Possessions<T> none() {
    return new Possessions<T>(Book.empty(), Book.empty());
  }

  Possessions<T> then(Book<ResourceId, List<T>> now) {
    var next = things.revise();
    for (var difference : now.since(owners)) {
      var before = difference.before().orElse(List.of());
      var after = difference.now().orElse(List.of());
      before.forEach(thing -> leaves(next, thing, difference.key()));
      after.forEach(thing -> comes(next, thing, difference.key()));
    }
    return new Possessions<>(now, next.book());
  }

  private static <T extends Comparable<? super T>> void leaves(
      Revision<T, List<ResourceId>> things, T thing, ResourceId owner) {
    var rest = owners(things, thing).filter(one -> !one.equals(owner)).toList();
    things.set(thing, Optional.of(rest).filter(some -> !some.isEmpty()));
  }

  private static <T extends Comparable<? super T>> void comes(
      Revision<T, List<ResourceId>> things, T thing, ResourceId owner) {
    var all = Stream.concat(owners(things, thing), Stream.of(owner));
    things.put(thing, all.distinct().sorted().toList());
  }

  private static <T extends Comparable<? super T>> Stream<ResourceId> owners(
      Revision<T, List<ResourceId>> things, T thing) {
    return things.get(thing).stream().flatMap(List::stream);
  }

  /** What the resource has. */
  List<T> of(ResourceId owner) {
    return owners.getOrDefault(owner, List.of());
  }

  boolean has(ResourceId owner, T thing) {
    return of(owner).contains(thing);
  }

  /** Who has it. */
  List<ResourceId> owners(T thing) {
    return things.getOrDefault(thing, List.of());
  }
}
