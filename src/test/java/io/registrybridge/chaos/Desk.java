package io.registrybridge.chaos;

/** Where the instances of a registry register, if it answers. */
interface Desk {

  /** Registers one, or how it is now. */
  void register(Seat seat, Life life);

  /** Takes one off; that it is not there is no failure. */
  void deregister(Seat seat);
}
