package io.registrybridge.registry.curator;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.registry.Gap;
import io.registrybridge.registry.Names;
import io.registrybridge.registry.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a tree comes to as a reading. What did not change since the last one is the same object. */
final class View<E> {

  private static final int NAMED = 5;

  private final Layout<E> layout;

  private List<Part> parts = List.of();
  private Catalog catalog = Catalog.empty();

  View(Layout<E> layout) {
    this.layout = layout;
  }

  /** The reading of a tree that was read to its end. */
  Reading reading(Tree<E> tree, Instant at) {
    update(tree.folders().stream().map(folder -> folder.part(layout)).toList());
    var unreadable = new TreeMap<String, Gap>();
    parts.forEach(part -> unreadable.putAll(part.unreadable()));
    return reading(tree, unreadable, at);
  }

  /** An equal part is the same one, mostly, so that this costs next to nothing. */
  private void update(List<Part> next) {
    if (next.equals(parts)) {
      return;
    }
    parts = next;
    catalog =
        catalog.then(
            parts.stream().flatMap(part -> part.services().stream()).toList(),
            parts.stream().flatMap(part -> part.flaws().stream()).toList());
  }

  private Reading reading(Tree<E> tree, SortedMap<String, Gap> unreadable, Instant at) {
    var troubled = tree.folders().stream().filter(folder -> folder.trouble().isPresent()).toList();
    if (troubled.isEmpty() && unreadable.isEmpty()) {
      return new Reading.Complete(layout.registry(), at, catalog);
    }
    var reason = reason(troubled, List.copyOf(unreadable.keySet()));
    if (tree.folders().stream().noneMatch(Folder::isListed)) {
      return new Reading.Unavailable(layout.registry(), at, reason);
    }
    var gaps = new LinkedHashSet<>(unreadable.values());
    troubled.forEach(folder -> gaps.add(layout.gap(folder.path())));
    return new Reading.Partial(layout.registry(), at, catalog, List.copyOf(gaps), reason);
  }

  private String reason(List<Folder<E>> troubled, List<String> unreadable) {
    var reasons = new ArrayList<String>();
    if (!unreadable.isEmpty()) {
      reasons.add("no instance can be read of " + Names.in(unreadable));
    }
    troubled.stream()
        .limit(NAMED)
        .flatMap(folder -> folder.trouble().stream())
        .forEach(reasons::add);
    if (troubled.size() > NAMED) {
      reasons.add("and so on, of %d services in all".formatted(troubled.size()));
    }
    return String.join("; ", reasons);
  }
}
