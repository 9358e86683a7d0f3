package io.registrybridge.book;

import java.util.function.ToIntFunction;

/**
 * A figure over all values of a book. The next one costs what changed.
 *
 * @param of what it was counted of
 */
public record Sum<K extends Comparable<? super K>, V>(Book<K, V> of, int total) {

  /** The figure of nothing, which is 0. */
  public static <K extends Comparable<? super K>, V> Sum<K, V> zero() {
    return new Sum<K, V>(Book.empty(), 0);
  }

  /**
   * The figure of another book.
   *
   * @param share of one value; always the same one for the same value
   */
  public Sum<K, V> then(Book<K, V> now, ToIntFunction<? super V> share) {
    var next = total;
    for (var difference : now.since(of)) {
      next -= difference.before().map(share::applyAsInt).orElse(0);
      next += difference.now().map(share::applyAsInt).orElse(0);
    }
    return new Sum<>(now, next);
  }
}
