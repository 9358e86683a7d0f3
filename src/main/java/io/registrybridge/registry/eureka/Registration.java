package io.registrybridge.registry.eureka;

import io.registrybridge.catalog.Instance;
import java.util.Optional;

/**
 * One instance as a document of Eureka's has it.
 *
 * @param id unique within its application; empty if not even that can be read
 * @param deleted whether this is the news that it is gone
 * @param status in Eureka's words, which the hash of a delta counts
 * @param belonging read as far as it can be, also where the instance cannot be used
 * @param instance empty if it cannot be used
 * @param flaw what could not be used, as a sentence; empty if there is nothing
 */
record Registration(
    String id,
    boolean deleted,
    String status,
    Belonging belonging,
    Optional<Instance> instance,
    String flaw) {

  static Registration unreadable(String flaw) {
    return new Registration("", false, "UNKNOWN", Belonging.UNREADABLE, Optional.empty(), flaw);
  }

  /** The same, but that it cannot be used. */
  Registration refused(String why) {
    return new Registration(id, deleted, status, belonging, Optional.empty(), why);
  }
}
