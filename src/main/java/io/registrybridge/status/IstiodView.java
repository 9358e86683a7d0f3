package io.registrybridge.status;

import io.registrybridge.mesh.Istiod;
import java.time.Instant;

/**
 * An istiod that reads from the bridge.
 *
 * @param version of the ServiceEntries it has taken last; empty before that
 * @param lag in milliseconds: for how long there has been something that it has not taken
 */
record IstiodView(String node, Instant connected, String version, long lag) {

  static IstiodView of(Istiod istiod) {
    return new IstiodView(
        istiod.node(), istiod.connected(), istiod.version(), istiod.lag().toMillis());
  }
}
