package io.registrybridge.chaos;

import java.util.Set;

/** Where the instances of a registry register, if it answers. */
interface Desk {

  /** Registers one, or how it is now. */
  void register(Seat seat, Life life);

  /** Takes one off; that it is not there is no failure. */
  void deregister(Seat seat);

  /** Where the instances of a service are that are up, as the registry tells everybody. */
  Set<String> addresses(String service);
}
