package io.registrybridge.mapping;

import java.util.List;

/**
 * All services that want one host, and which of them have it.
 *
 * @param rivals in the order of their services
 * @param granted those that share the host, in the order of their services
 * @param losers those that have to give way
 */
record Contest(List<Draft> rivals, List<Draft> granted, List<Contest.Loser> losers) {

  /**
   * A draft that has to give way.
   *
   * @param holder who has the host
   */
  record Loser(Draft draft, String holder) {}

  Contest {
    rivals = List.copyOf(rivals);
    granted = List.copyOf(granted);
    losers = List.copyOf(losers);
  }
}
