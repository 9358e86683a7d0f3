package io.registrybridge.book;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A book that is being made from another one. For one thread. */
public final class Revision<K extends Comparable<? super K>, V> {

  private final Book<K, V> before;
  private final List<Page<K, V>> pages;
  private final Object owner = new Object();
  private int size;
  private boolean changed;

  Revision(Book<K, V> before) {
    this.before = before;
    this.pages = new ArrayList<>(before.pages());
    this.size = before.size();
  }

  /** From now on the key has this value. An equal one is no change: the one before stays. */
  public void put(K key, V value) {
    Objects.requireNonNull(key);
    Objects.requireNonNull(value);
    if (pages.isEmpty()) {
      pages.add(Page.empty(owner));
    }
    var index = Page.holding(key, pages);
    if (pages.get(index).find(key).filter(entry -> same(entry.getValue(), value)).isPresent()) {
      return;
    }
    var page = own(index);
    size += page.put(key, value) ? 1 : 0;
    if (page.entries().size() > Page.MOST) {
      pages.add(index + 1, page.splitAfter(splitting(index)));
    }
  }

  private static boolean same(Object before, Object now) {
    return before == now || before.equals(now);
  }

  /** What is put in order fills the pages; else both halves get room for more. */
  private int splitting(int index) {
    return index == pages.size() - 1 ? Page.MOST : Page.MOST / 2;
  }

  /** From now on the key has no value. */
  public void remove(K key) {
    if (pages.isEmpty()) {
      return;
    }
    var index = Page.holding(key, pages);
    if (pages.get(index).find(key).isEmpty()) {
      return;
    }
    var page = own(index);
    page.remove(key);
    size--;
    if (page.entries().isEmpty()) {
      pages.remove(index);
    }
  }

  /** From now on the key has this value, or none. */
  public void set(K key, Optional<? extends V> value) {
    value.ifPresentOrElse(now -> put(key, now), () -> remove(key));
  }

  /** The value that the key has now. */
  public Optional<V> get(K key) {
    return pages.isEmpty()
        ? Optional.empty()
        : pages.get(Page.holding(key, pages)).find(key).map(Map.Entry::getValue);
  }

  private Page<K, V> own(int index) {
    changed = true;
    var page = pages.get(index);
    if (page.owner() != owner) {
      page = page.copy(owner);
      pages.set(index, page);
    }
    return page;
  }

  /** The book, or the very one that it was made from if nothing changed. The revision is over. */
  public Book<K, V> book() {
    return changed ? new Book<>(pages, size) : before;
  }
}
