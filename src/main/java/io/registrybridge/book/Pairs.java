package io.registrybridge.book;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map in the natural order of its keys, for a few entries. There are several of them
 * for each instance of a registry, and a tree takes four times the room.
 */
@SuppressWarnings("JdkObsolete") // nobody here asks for what a NavigableMap has beside it
public final class Pairs<K extends Comparable<? super K>, V> extends AbstractMap<K, V>
    implements SortedMap<K, V> {

  private static final Pairs<?, ?> NONE = new Pairs<>(new Object[0]);

  /** Keys in their order, each followed by its value. */
  private final Object[] all;

  private Pairs(Object[] all) {
    this.all = all;
  }

  /**
   * The same entries.
   *
   * @throws NullPointerException if a key is null
   */
  @SuppressWarnings("unchecked") // nothing of any type is in it
  public static <K extends Comparable<? super K>, V> Pairs<K, V> copyOf(Map<K, V> map) {
    if (map instanceof Pairs<K, V> pairs) {
      return pairs;
    }
    if (map.isEmpty()) {
      return (Pairs<K, V>) NONE;
    }
    var all = new Object[2 * map.size()];
    var next = 0;
    var sorted = new TreeMap<K, V>();
    sorted.putAll(map); // by their own order, whatever the map's is
    for (var entry : sorted.entrySet()) {
      all[next++] = entry.getKey();
      all[next++] = entry.getValue();
    }
    return new Pairs<>(all);
  }

  @SuppressWarnings("unchecked") // put there as one
  private K key(int index) {
    return (K) all[2 * index];
  }

  @SuppressWarnings("unchecked") // put there as one
  private V value(int index) {
    return (V) all[2 * index + 1];
  }

  /** Where the key is; negative if it is not there. */
  @SuppressWarnings("unchecked") // a key of another type is a mistake, as in any sorted map
  private int find(@Nullable Object wanted) {
    if (wanted == null) {
      return -1;
    }
    var low = 0;
    var high = size() - 1;
    while (low <= high) {
      var middle = (low + high) / 2;
      var order = key(middle).compareTo((K) wanted);
      if (order == 0) {
        return middle;
      }
      low = order < 0 ? middle + 1 : low;
      high = order > 0 ? middle - 1 : high;
    }
    return -1;
  }

  @Override
  public int size() {
    return all.length / 2;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return find(key) >= 0;
  }

  @Override
  public @Nullable V get(@Nullable Object key) {
    var index = find(key);
    return index < 0 ? null : value(index);
  }

  @Override
  public Set<Entry<K, V>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<K, V>> iterator() {
        return new Entries();
      }

      @Override
      public int size() {
        return Pairs.this.size();
      }
    };
  }

  private final class Entries implements Iterator<Entry<K, V>> {

    private int next;

    @Override
    public boolean hasNext() {
      return next < size();
    }

    @Override
    public Entry<K, V> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      var entry = new SimpleImmutableEntry<>(key(next), value(next));
      next++;
      return entry;
    }
  }

  @Override
  public @Nullable Comparator<? super K> comparator() {
    return null;
  }

  @Override
  public K firstKey() {
    return key(index(0));
  }

  @Override
  public K lastKey() {
    return key(index(size() - 1));
  }

  private int index(int index) {
    if (isEmpty()) {
      throw new NoSuchElementException();
    }
    return index;
  }

  @Override
  public SortedMap<K, V> subMap(K from, K to) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(this).subMap(from, to));
  }

  @Override
  public SortedMap<K, V> headMap(K to) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(this).headMap(to));
  }

  @Override
  public SortedMap<K, V> tailMap(K from) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(this).tailMap(from));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Pairs<?, ?> pairs ? Arrays.equals(all, pairs.all) : super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
