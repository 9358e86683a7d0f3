package io.registrybridge.book;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads two books side by side, and skips what they share. */
final class Differences<K extends Comparable<? super K>, V> implements Iterator<Difference<K, V>> {

  private final Cursor<K, V> before;
  private final Cursor<K, V> now;
  private @Nullable Difference<K, V> next;

  Differences(Book<K, V> before, Book<K, V> now) {
    this.before = new Cursor<>(before.pages());
    this.now = new Cursor<>(now.pages());
  }

  @Override
  public boolean hasNext() {
    while (next == null && (before.hasNext() || now.hasNext())) {
      if (before.meets(now)) {
        before.turn();
        now.turn();
      } else {
        next = compared();
      }
    }
    return next != null;
  }

  private @Nullable Difference<K, V> compared() {
    var order = order();
    if (order < 0) {
      var gone = before.next();
      return new Difference<>(gone.getKey(), Optional.of(gone.getValue()), Optional.empty());
    }
    if (order > 0) {
      var added = now.next();
      return new Difference<>(added.getKey(), Optional.empty(), Optional.of(added.getValue()));
    }
    return compared(before.next(), now.next());
  }

  private int order() {
    if (!before.hasNext() || !now.hasNext()) {
      return before.hasNext() ? -1 : 1;
    }
    var one = before.peek().getKey();
    var other = now.peek().getKey();
    return one == other ? 0 : one.compareTo(other);
  }

  private @Nullable Difference<K, V> compared(Map.Entry<K, V> one, Map.Entry<K, V> other) {
    return one == other
            || one.getValue() == other.getValue()
            || one.getValue().equals(other.getValue())
        ? null
        : new Difference<>(
            other.getKey(), Optional.of(one.getValue()), Optional.of(other.getValue()));
  }

  @Override
  public Difference<K, V> next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    var found = next;
    next = null;
    return found;
  }
}
