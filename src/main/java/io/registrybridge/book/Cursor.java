package io.registrybridge.book;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** A place in a book from which it is read on. */
final class Cursor<K extends Comparable<? super K>, V> implements Iterator<Map.Entry<K, V>> {

  private final List<Page<K, V>> pages;
  private int page;
  private int entry;

  Cursor(List<Page<K, V>> pages) {
    this.pages = pages;
  }

  @Override
  public boolean hasNext() {
    return page < pages.size();
  }

  /** What comes next; it stays so. */
  Map.Entry<K, V> peek() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return pages.get(page).entries().get(entry);
  }

  @Override
  public Map.Entry<K, V> next() {
    var next = peek();
    entry++;
    if (entry == pages.get(page).entries().size()) {
      turn();
    }
    return next;
  }

  /** Whether both are at the beginning of the same page. */
  boolean meets(Cursor<K, V> other) {
    return entry == 0
        && other.entry == 0
        && hasNext()
        && other.hasNext()
        && pages.get(page) == other.pages.get(other.page);
  }

  /** Goes on to the next page. */
  void turn() {
    page++;
    entry = 0;
  }
}
