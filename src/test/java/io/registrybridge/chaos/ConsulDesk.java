package io.registrybridge.chaos;

import io.registrybridge.peer.ConsulPeer;
import java.util.Set;
import java.util.stream.Collectors;

/** Registers with a real Consul. */
record ConsulDesk(ConsulPeer consul) implements Desk {

  @Override
  public void register(Seat seat, Life life) {
    var status = life.up() ? "passing" : "critical";
    consul.register(seat.service(), seat.id(), life.address(), 8080, status);
    consul.status(seat.id(), status); // as a heartbeat: a check that is known keeps what it said
  }

  /** Its agent may tell its server so long after a restart. */
  @Override
  public Set<String> addresses(String service) {
    return consul
        .get("/v1/health/service/" + service + "?passing")
        .valueStream()
        .map(one -> one.path("Service").path("Address").asString())
        .collect(Collectors.toSet());
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
