package io.registrybridge.chaos;

/**
 * Something that is done to a peer or a bridge, and undone.
 *
 * @param victim to which nothing else is done meanwhile
 */
record Fault(String victim, String name, Runnable begin, Runnable end) {

  /** As the tally has it. */
  String told() {
    return victim + " " + name;
  }
}
