package io.registrybridge.registry.curator;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What is known of the nodes below the root. Answers are applied to it in the order in which they
 * come, which is the order of ZooKeeper's own states, so each of them is true when it is applied.
 * Paths are from the root on, without a slash before them.
 */
final class Tree<E> {

  private final Layout<E> layout;
  private final Folders<E> folders;

  Tree(Layout<E> layout, int maxNodes) {
    this.layout = layout;
    this.folders = new Folders<>(maxNodes);
  }

  Layout<E> layout() {
    return layout;
  }

  /** Not to be changed. */
  Collection<Folder<E>> folders() {
    return folders.all();
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
    if (path.equals(home) || folders.contains(path)) {
      return new Ask.Listing(path);
    }
    var parent = Folders.parent(path);
    return folders.contains(parent)
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
    folders.paths().stream()
        .filter(path -> home(path).filter(homes::contains).isEmpty())
        .forEach(folders::drop);
    return homes.stream().<Ask>map(Ask.Listing::new).toList();
  }

  private List<Ask> listed(Ask.Listing ask, Collection<String> names) {
    return folder(ask.folder()).map(folder -> listed(folder, names)).orElse(List.of());
  }

  /** Empty if it stands in one that is not known, or no longer. */
  private Optional<Folder<E>> folder(String path) {
    return home(path).filter(path::equals).isPresent() || folders.isNested(path)
        ? Optional.of(folders.open(path))
        : Optional.empty();
  }

  private List<Ask> listed(Folder<E> folder, Collection<String> names) {
    folders.list(folder, names);
    if (!folder.isListed()) {
      return List.of();
    }
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
    var troubled = folders.at(ask.folder()).flatMap(Folder::trouble).isPresent();
    put(ask, new Slot.Nested<>());
    if (!folders.isNested(ask.path())) {
      return List.of();
    }
    if (troubled) {
      folders.openAgain(ask.path());
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
      folder(ask.path()).ifPresent(folder -> folders.fail(folder, reason));
    }
  }

  /** Nothing is put where it is not known, or no longer, what stands there. */
  private void put(Ask.Entry ask, Slot<E> slot) {
    folders
        .at(ask.folder())
        .filter(Folder::isListed)
        .ifPresent(folder -> folders.put(folder, ask.name(), slot));
  }

  /** There is no such node. */
  void gone(Ask ask) {
    if (ask instanceof Ask.Root) {
      folders.paths().forEach(folders::drop);
    } else if (ask instanceof Ask.Entry entry) {
      folders.at(entry.folder()).ifPresent(folder -> folders.remove(folder, entry.name()));
    } else {
      folders.drop(ask.path());
      folders
          .at(Folders.parent(ask.path()))
          .ifPresent(folder -> folders.remove(folder, folder.name(ask.path())));
    }
  }

  private Optional<String> home(String path) {
    var slash = path.indexOf('/');
    return layout.folder(slash < 0 ? path : path.substring(0, slash));
  }

  private static boolean within(String path, String folder) {
    return path.equals(folder) || path.startsWith(folder + "/");
  }
}
