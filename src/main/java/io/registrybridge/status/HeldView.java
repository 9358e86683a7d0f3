package io.registrybridge.status;

import io.registrybridge.plan.Held;
import java.time.Instant;
import java.util.Optional;

/**
 * A change that is held back.
 *
 * @param id namespace and name
 * @param registry whose word is missing; empty if it is held for another reason
 */
record HeldView(String kind, String id, String reason, String registry, Optional<Instant> since) {

  static HeldView of(Held held) {
    return new HeldView(
        held.id().kind().title(),
        Spelling.of(held.id()),
        held.reason(),
        held.registry(),
        held.since());
  }
}
