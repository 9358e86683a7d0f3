package io.registrybridge.book;

import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Some neighbouring entries of a book. Compared by identity: books share pages. */
final class Page<K extends Comparable<? super K>, V> {

  /** More than this many are two pages. */
  static final int MOST = 64;

  private final Object owner;
  private final List<Map.Entry<K, V>> entries;

  private Page(Object owner, List<Map.Entry<K, V>> entries) {
    this.owner = owner;
    this.entries = entries;
  }

  static <K extends Comparable<? super K>, V> Page<K, V> empty(Object owner) {
    return new Page<>(owner, new ArrayList<>());
  }

  /** The index of the page on which the key is, or would be. */
  static <K extends Comparable<? super K>, V> int holding(K key, List<Page<K, V>> pages) {
    var low = 0;
    var high = pages.size() - 1;
    if (high == 0 || pages.get(high).first().compareTo(key) <= 0) {
      return high; // as it is for all that comes in order
    }
    while (low < high) {
      var middle = (low + high + 1) >>> 1;
      if (pages.get(middle).first().compareTo(key) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Whose revision may still change it. */
  Object owner() {
    return owner;
  }

  /** In the order of their keys. */
  List<Map.Entry<K, V>> entries() {
    return entries;
  }

  private K first() {
    return entries.get(0).getKey();
  }

  Optional<Map.Entry<K, V>> find(K key) {
    var place = place(key);
    return place < 0 ? Optional.empty() : Optional.of(entries.get(place));
  }

  /** The key's place; if it has none, the place where it would be inserted, minus one, negated. */
  private int place(K key) {
    var last = entries.size() - 1;
    if (last < 0 || entries.get(last).getKey().compareTo(key) < 0) {
      return -entries.size() - 1; // what comes in order is appended
    }
    var low = 0;
    var high = last;
    while (low <= high) {
      var middle = (low + high) >>> 1;
      var order = entries.get(middle).getKey().compareTo(key);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  Page<K, V> copy(Object newOwner) {
    return new Page<>(newOwner, new ArrayList<>(entries));
  }

  /** Only for its owner; returns whether the key is a new one. */
  boolean put(K key, V value) {
    var entry = new SimpleImmutableEntry<>(key, value);
    var place = place(key);
    if (place >= 0) {
      entries.set(place, entry);
      return false;
    }
    entries.add(-place - 1, entry);
    return true;
  }

  /** Only for its owner; the key must be there. */
  void remove(K key) {
    entries.remove(place(key));
  }

  /** Only for its owner: takes away what comes after the place. */
  Page<K, V> splitAfter(int place) {
    var rest = entries.subList(place, entries.size());
    var next = new Page<>(owner, new ArrayList<>(rest));
    rest.clear();
    return next;
  }
}
