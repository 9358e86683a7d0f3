package io.registrybridge.registry.curator;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is known of the nodes below the root. Answers are applied to it in the order in which they
 * come, which is the order of ZooKeeper's own states, so each of them is true when it is applied.
 * Paths are from the root on, without a slash before them.
 */
final class Tree<E> {

  private final Layout<E> layout;
  private final int maxNodes;
  private final SortedMap<String, Folder<E>> folders = new TreeMap<>();

  private int nodes;

  Tree(Layout<E> layout, int maxNodes) {
    this.layout = layout;
    this.maxNodes = maxNodes;
  }

  Layout<E> layout() {
    return layout;
  }

  /** Not to be changed. */
  Collection<Folder<E>> folders() {
    return folders.values();
  }

  /** What to read because something happened to a node; empty if that node tells nothing. */
  Optional<Ask> touched(String path) {
    if (path.isEmpty()) {
      return Optional.of(new Ask.Root());
    }
    return home(path).flatMap(home -> touched(path, home));
  }

  private Optional<Ask> touched(String path, String home) {
    if (within(home, path)) {
      return Optional.of(new Ask.Listing(home));
    }
    if (!within(path, home)) {
      return Optional.empty();
    }
    return Optional.of(layout.inData() ? below(path, home) : new Ask.Listing(home));
  }

  /** The next that is known of the way to it is read, and what it lists with it. */
  private Ask below(String path, String home) {
    if (path.equals(home) || folders.containsKey(path)) {
      return new Ask.Listing(path);
    }
    var parent = parent(path);
    return folders.containsKey(parent)
        ? new Ask.Entry(parent, path.substring(parent.length() + 1))
        : below(parent, home);
  }

  /** Something was read; returns what to read then. */
  List<Ask> found(Ask ask, Answer answer) {
    if (ask instanceof Ask.Listing listing) {
      return listed(listing, answer.children());
    }
    if (ask instanceof Ask.Entry entry) {
      return answer.isFolder() ? nested(entry) : said(entry, answer.data());
    }
    return rooted(answer.children());
  }

  private List<Ask> rooted(Collection<String> children) {
    var homes = new TreeSet<String>();
    children.forEach(child -> layout.folder(child).ifPresent(homes::add));
    List.copyOf(folders.keySet()).stream()
        .filter(path -> home(path).filter(homes::contains).isEmpty())
        .forEach(this::drop);
    return homes.stream().<Ask>map(Ask.Listing::new).toList();
  }

  private List<Ask> listed(Ask.Listing ask, Collection<String> names) {
    return folder(ask.folder()).map(folder -> listed(folder, names)).orElse(List.of());
  }

  /** Empty if it stands in one that is not known, or no longer. */
  private Optional<Folder<E>> folder(String path) {
    return home(path).filter(path::equals).isPresent() || isNested(path)
        ? Optional.of(folders.computeIfAbsent(path, Folder::new))
        : Optional.empty();
  }

  private boolean isNested(String path) {
    return Optional.ofNullable(folders.get(parent(path)))
        .filter(folder -> folder.isNested(path.substring(folder.path().length() + 1)))
        .isPresent();
  }

  private List<Ask> listed(Folder<E> folder, Collection<String> names) {
    if (!roomFor(names.size() - folder.names().size())) {
      tooMany(folder);
      return List.of();
    }
    List.copyOf(folder.names()).stream()
        .filter(name -> !names.contains(name))
        .forEach(name -> remove(folder, name));
    var before = folder.names().size();
    folder.list(names);
    nodes += folder.names().size() - before;
    if (layout.inData()) {
      return names.stream().<Ask>map(name -> new Ask.Entry(folder.path(), name)).toList();
    }
    names.stream().filter(name -> !folder.isRead(name)).forEach(name -> said(folder, name));
    return List.of();
  }

  private void said(Folder<E> folder, String name) {
    folder.put(name, new Slot.Said<>(layout.entry(name, new byte[0])));
  }

  private List<Ask> said(Ask.Entry ask, byte[] data) {
    put(ask, new Slot.Said<>(layout.entry(ask.name(), data)));
    return List.of();
  }

  private List<Ask> nested(Ask.Entry ask) {
    var troubled =
        Optional.ofNullable(folders.get(ask.folder())).flatMap(Folder::trouble).isPresent();
    put(ask, new Slot.Nested<>());
    if (!isNested(ask.path())) {
      return List.of();
    }
    if (troubled) {
      folders.computeIfAbsent(ask.path(), Folder::again);
    }
    return List.of(new Ask.Listing(ask.path()));
  }

  /**
   * Something cannot be read.
   *
   * @param reason the rest of a sentence that begins with its path
   */
  void refused(Ask ask, String reason) {
    if (ask instanceof Ask.Entry entry) {
      put(entry, new Slot.Refused<>(reason));
    } else {
      folder(ask.path()).ifPresent(folder -> fail(folder, reason));
    }
  }

  private void put(Ask.Entry ask, Slot<E> slot) {
    var folder = folders.get(ask.folder());
    if (folder == null || !folder.isListed()) {
      return; // gone meanwhile, or not known to list it
    }
    var known = folder.names().contains(ask.name());
    if (!known && !roomFor(1)) {
      tooMany(folder);
      return;
    }
    if (!(slot instanceof Slot.Nested<E>)) {
      dropNested(folder, ask.name());
    }
    folder.put(ask.name(), slot);
    nodes += known ? 0 : 1;
  }

  /** There is no such node. */
  void gone(Ask ask) {
    if (ask instanceof Ask.Root) {
      List.copyOf(folders.keySet()).forEach(this::drop);
    } else if (ask instanceof Ask.Entry entry) {
      Optional.ofNullable(folders.get(entry.folder()))
          .ifPresent(folder -> remove(folder, entry.name()));
    } else {
      drop(ask.path());
      Optional.ofNullable(folders.get(parent(ask.path())))
          .ifPresent(folder -> remove(folder, ask.path().substring(folder.path().length() + 1)));
    }
  }

  private void remove(Folder<E> folder, String name) {
    dropNested(folder, name);
    nodes -= folder.names().contains(name) ? 1 : 0;
    folder.remove(name);
  }

  private void dropNested(Folder<E> folder, String name) {
    if (folder.isNested(name)) {
      drop(folder.path() + "/" + name);
    }
  }

  private void drop(String path) {
    var folder = folders.remove(path);
    if (folder != null) {
      folder.names().forEach(name -> dropNested(folder, name));
      nodes -= folder.names().size();
    }
  }

  private void fail(Folder<E> folder, String reason) {
    folder.names().forEach(name -> dropNested(folder, name));
    nodes -= folder.names().size();
    folder.fail(reason);
  }

  private void tooMany(Folder<E> folder) {
    fail(
        folder,
        "is not read, because there are more than %d nodes (max-nodes)".formatted(maxNodes));
  }

  private boolean roomFor(int more) {
    return nodes + more <= maxNodes;
  }

  private Optional<String> home(String path) {
    var slash = path.indexOf('/');
    return layout.folder(slash < 0 ? path : path.substring(0, slash));
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  private static boolean within(String path, String folder) {
    return path.equals(folder) || path.startsWith(folder + "/");
  }
}
