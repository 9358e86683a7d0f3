package io.registrybridge.registry.zookeeper;

import io.registrybridge.catalog.Instance;
import java.util.Optional;

/**
 * One instance as a node has it.
 *
 * @param instance empty if it cannot be used
 * @param flaw what could not be used, as a sentence; empty if there is nothing
 */
record Registration(Optional<Instance> instance, String flaw) {

  static Registration unreadable(String flaw) {
    return new Registration(Optional.empty(), flaw);
  }
}
