package io.registrybridge.registry.curator;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of one folder. Whatever changes with a listing shows when all of its new entries
 * were read: an instance must not be gone before the one that replaces it is there.
 */
final class Folder<E> {

  private static final String AGAIN = "is being read again";

  private final String path;
  private final SortedMap<String, Slot<E>> slots = new TreeMap<>();

  private Optional<String> trouble = Optional.empty();
  private boolean listed;
  private boolean changed = true;
  private Part part = Part.NOTHING;

  Folder(String path) {
    this.path = path;
  }

  /** One that stands in a folder that could not be read: what it was before is not known. */
  static <E> Folder<E> again(String path) {
    var folder = new Folder<E>(path);
    folder.trouble = Optional.of(AGAIN);
    return folder;
  }

  String path() {
    return path;
  }

  /** What the node at this path, which stands in it, is called. */
  String name(String below) {
    return below.substring(path.length() + 1);
  }

  /** Not to be changed. */
  Set<String> names() {
    return slots.keySet();
  }

  boolean isNested(String name) {
    return slots.get(name) instanceof Slot.Nested<E>;
  }

  boolean isRead(String name) {
    return slots.containsKey(name) && !(slots.get(name) instanceof Slot.Unread<E>);
  }

  /** Its entries are these and no others; what they say is not known of the new ones. */
  void list(Collection<String> names) {
    listed = true;
    trouble = trouble.map(before -> AGAIN);
    changed |= slots.keySet().retainAll(names);
    for (var name : names) {
      changed |= slots.putIfAbsent(name, new Slot.Unread<>()) == null;
    }
    settle();
  }

  /** What could not be read is known again with the last of its entries, and not before. */
  private void settle() {
    if (listed && isRead()) {
      trouble = Optional.empty();
    }
  }

  private boolean isRead() {
    return slots.values().stream().noneMatch(Slot.Unread.class::isInstance);
  }

  void put(String name, Slot<E> slot) {
    changed |= !slot.equals(slots.put(name, slot));
    settle();
  }

  void remove(String name) {
    changed |= slots.remove(name) != null;
    settle();
  }

  /**
   * It cannot be read.
   *
   * @param reason the rest of a sentence that begins with its path
   */
  void fail(String reason) {
    listed = false;
    changed = true;
    trouble = Optional.of(reason);
    slots.clear();
  }

  /** Whether its names are known. */
  boolean isListed() {
    return listed;
  }

  /** Why it is not known, or one of its entries, as a sentence. */
  Optional<String> trouble() {
    return trouble.map(reason -> path + " " + reason).or(this::refusal);
  }

  private Optional<String> refusal() {
    return slots.entrySet().stream()
        .filter(slot -> slot.getValue() instanceof Slot.Refused<E>)
        .map(
            slot -> path + "/" + slot.getKey() + " " + ((Slot.Refused<E>) slot.getValue()).reason())
        .findFirst();
  }

  /** What it comes to. */
  Part part(Layout<E> layout) {
    if (trouble.isPresent()) {
      return Part.NOTHING;
    }
    if (changed && isRead()) {
      changed = false;
      part = layout.part(path, entries()).keeping(part);
    }
    return part;
  }

  private SortedMap<String, E> entries() {
    var entries = new TreeMap<String, E>();
    slots.forEach(
        (name, slot) -> {
          if (slot instanceof Slot.Said<E> said) {
            entries.put(name, said.entry());
          }
        });
    return entries;
  }
}
