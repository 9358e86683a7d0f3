package io.registrybridge.chaos;

import io.registrybridge.peer.EurekaPeer;
import java.util.Set;

/** Registers with a real Eureka. */
record EurekaDesk(EurekaPeer eureka) implements Desk {

  @Override
  public void register(Seat seat, Life life) {
    var status = life.up() ? "UP" : "DOWN";
    eureka.register(seat.service(), seat.id(), life.address(), 8080, status);
  }

  /** It tells at once what it was told. */
  @Override
  public Set<String> addresses(String service) {
    return eureka.addresses(service);
  }

  @Override
  public void deregister(Seat seat) {
    try {
      eureka.cancel(seat.service(), seat.id());
    } catch (IllegalStateException e) {
      if (!String.valueOf(e.getMessage()).endsWith(" 404")) {
        throw e;
      }
    }
  }
}
