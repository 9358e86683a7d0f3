package io.registrybridge.status;

/** What became of a service in a sink, the better before the worse. */
enum Fate {
  /** Nothing stands there of it, and nothing is called for. */
  NONE,
  /** It stands there as it should. */
  WRITTEN,
  /** The next pass would change it. */
  PENDING,
  /** The sink could not be read. */
  UNKNOWN,
  /** A change is called for and not made. */
  HELD_BACK,
  /** It cannot be written as things stand. */
  REJECTED,
  /** A change was tried and is not done. */
  FAILED;

  Fate or(Fate other) {
    return compareTo(other) < 0 ? other : this;
  }

  /** Whether an operator should look. */
  boolean troubled() {
    return compareTo(PENDING) > 0;
  }
}
