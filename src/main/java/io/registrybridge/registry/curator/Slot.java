package io.registrybridge.registry.curator;

/** A name that a folder lists, and what is known of it. */
sealed interface Slot<E> {

  /** It was not read yet. */
  record Unread<E>() implements Slot<E> {}

  /** It is an entry. */
  record Said<E>(E entry) implements Slot<E> {}

  /**
   * It cannot be read.
   *
   * @param reason the rest of a sentence that begins with its path
   */
  record Refused<E>(String reason) implements Slot<E> {}

  /** It is a folder itself. */
  record Nested<E>() implements Slot<E> {}
}
