package io.registrybridge.registry.curator;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The folders of a tree by their paths, with a bounded number of nodes in them all. One that stands
 * in another goes with it, and with its name there.
 */
final class Folders<E> {

  private final int maxNodes;
  private final SortedMap<String, Folder<E>> folders = new TreeMap<>();

  private int nodes;

  Folders(int maxNodes) {
    this.maxNodes = maxNodes;
  }

  /** Not to be changed. */
  Collection<Folder<E>> all() {
    return folders.values();
  }

  List<String> paths() {
    return List.copyOf(folders.keySet());
  }

  boolean contains(String path) {
    return folders.containsKey(path);
  }

  /** Empty if it is not known. */
  Optional<Folder<E>> at(String path) {
    return Optional.ofNullable(folders.get(path));
  }

  /** A new one if it is not known. */
  Folder<E> open(String path) {
    return folders.computeIfAbsent(path, Folder::new);
  }

  /** A new one if it is not known, of which it is doubtful what it was before. */
  void openAgain(String path) {
    folders.computeIfAbsent(path, Folder::again);
  }

  /** Whether the one above lists it as a folder. */
  boolean isNested(String path) {
    var above = at(parent(path));
    return above.filter(folder -> folder.isNested(folder.name(path))).isPresent();
  }

  static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /** These names and no others stand in it; there are too many if it is not listed then. */
  void list(Folder<E> folder, Collection<String> names) {
    var before = folder.names().size();
    if (noRoomFor(names.size() - before)) {
      tooMany(folder);
      return;
    }
    List.copyOf(folder.names()).stream()
        .filter(name -> !names.contains(name))
        .forEach(name -> dropNested(folder, name));
    folder.list(names);
    nodes += folder.names().size() - before;
  }

  /** There are too many if the folder is not listed then. */
  void put(Folder<E> folder, String name, Slot<E> slot) {
    var more = folder.names().contains(name) ? 0 : 1;
    if (noRoomFor(more)) {
      tooMany(folder);
      return;
    }
    if (!(slot instanceof Slot.Nested<E>)) {
      dropNested(folder, name);
    }
    folder.put(name, slot);
    nodes += more;
  }

  void remove(Folder<E> folder, String name) {
    dropNested(folder, name);
    nodes -= folder.names().contains(name) ? 1 : 0;
    folder.remove(name);
  }

  void drop(String path) {
    var folder = folders.remove(path);
    if (folder != null) {
      forget(folder);
    }
  }

  private void dropNested(Folder<E> folder, String name) {
    if (folder.isNested(name)) {
      drop(folder.path() + "/" + name);
    }
  }

  private void forget(Folder<E> folder) {
    folder.names().forEach(name -> dropNested(folder, name));
    nodes -= folder.names().size();
  }

  /**
   * It cannot be read.
   *
   * @param reason the rest of a sentence that begins with its path
   */
  void fail(Folder<E> folder, String reason) {
    forget(folder);
    folder.fail(reason);
  }

  private void tooMany(Folder<E> folder) {
    fail(
        folder,
        "is not read, because there are more than %d nodes (max-nodes)".formatted(maxNodes));
  }

  private boolean noRoomFor(int more) {
    return nodes + more > maxNodes;
  }
}
