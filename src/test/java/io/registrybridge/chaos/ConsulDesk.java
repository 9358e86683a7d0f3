package io.registrybridge.chaos;

import io.registrybridge.peer.ConsulPeer;

/** Registers with a real Consul. */
record ConsulDesk(ConsulPeer consul) implements Desk {

  @Override
  public void register(Seat seat, Life life) {
    var status = life.up() ? "passing" : "critical";
    consul.register(seat.service(), seat.id(), life.address(), 8080, status);
  }

  @Override
  public void deregister(Seat seat) {
    try {
      consul.deregister(seat.id());
    } catch (IllegalStateException e) {
      if (!String.valueOf(e.getMessage()).contains("Unknown service")) {
        throw e;
      }
    }
  }
}
