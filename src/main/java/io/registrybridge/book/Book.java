package io.registrybridge.book;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map in the order of its keys, kept in pages. A book made by {@linkplain Revision
 * revision} of another one shares with it all pages on which nothing changed, so both the making
 * and {@linkplain #since comparing} the two cost what changed, and a look at each page's address.
 */
public final class Book<K extends Comparable<? super K>, V> extends AbstractMap<K, V> {

  private static final Book<?, ?> EMPTY = new Book<>(List.of(), 0);

  private final List<Page<K, V>> pages;
  private final int size;

  /**
   * @param pages none of them empty; not to be changed any more
   */
  Book(List<Page<K, V>> pages, int size) {
    this.pages = pages;
    this.size = size;
  }

  @SuppressWarnings("unchecked") // nothing of any type is in it
  public static <K extends Comparable<? super K>, V> Book<K, V> empty() {
    return (Book<K, V>) EMPTY;
  }

  /** The map as a book; itself if it is one. */
  public static <K extends Comparable<? super K>, V> Book<K, V> copyOf(Map<K, V> map) {
    if (map instanceof Book<K, V> book) {
      return book;
    }
    var revision = Book.<K, V>empty().revise();
    map.forEach(revision::put);
    return revision.book();
  }

  /** This book with this value for the key; itself if the key has an equal one. */
  public Book<K, V> with(K key, V value) {
    var revision = revise();
    revision.put(key, value);
    return revision.book();
  }

  /** This book without the key. */
  public Book<K, V> without(K key) {
    var revision = revise();
    revision.remove(key);
    return revision.book();
  }

  /** Begins a book that differs from this one. */
  public Revision<K, V> revise() {
    return new Revision<>(this);
  }

  /**
   * What is not as it was in the other book, in the order of the keys. Values that are the same
   * object are not looked into; others are if they are not equal.
   */
  public Iterable<Difference<K, V>> since(Book<K, V> before) {
    return () -> new Differences<>(before, this);
  }

  List<Page<K, V>> pages() {
    return pages;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public @Nullable V get(@Nullable Object key) {
    return find(key).map(Map.Entry::getValue).orElse(null);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return find(key).isPresent();
  }

  @SuppressWarnings("unchecked") // a key of another type is a mistake, as in any sorted map
  private Optional<Map.Entry<K, V>> find(@Nullable Object key) {
    return key == null || pages.isEmpty()
        ? Optional.empty()
        : pages.get(Page.holding((K) key, pages)).find((K) key);
  }

  @Override
  public Set<Entry<K, V>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<K, V>> iterator() {
        return new Cursor<>(pages);
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  @Override
  @SuppressWarnings("unchecked") // the types are looked at with the entries
  public boolean equals(@Nullable Object other) {
    if (other instanceof Book<?, ?> book) {
      return size == book.size && !new Differences<>((Book<K, V>) book, this).hasNext();
    }
    return super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
