package io.registrybridge.sink.mcp;

import io.registrybridge.mesh.ResourceId;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Since when each resource has been served. For one thread at a time. */
final class Births {

  private static final Logger log = LoggerFactory.getLogger(Births.class);

  private final Ledger ledger;
  private final InstantSource clock;
  private Map<String, Instant> known = Map.of();
  private boolean begun;
  private boolean written;

  Births(Ledger ledger, InstantSource clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /** Takes up what is written; tells whether anything is. */
  boolean restore() {
    var restored = ledger.read();
    restored.ifPresent(births -> known = Map.copyOf(births));
    written = restored.isPresent();
    begun = written;
    return begun;
  }

  /**
   * The births of these, written down before anybody is told; who was not there is born now.
   *
   * @param whole whether these are all there are: what is not has to be written down first when it
   *     is, for whoever finds something written takes what stands for all
   */
  Map<ResourceId, Instant> of(Collection<ResourceId> ids, boolean whole) {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var births = new HashMap<ResourceId, Instant>();
    var next = new HashMap<String, Instant>();
    for (var id : ids) {
      var born = known.getOrDefault(id.toString(), now);
      births.put(id, born);
      next.put(id.toString(), born);
    }
    begun |= whole;
    if (begun && (!written || !next.equals(known))) {
      write(next);
    }
    known = next;
    return births;
  }

  /** Writes down what could not be, or was not to be as long as it was not all there is. */
  void catchUp(boolean whole) {
    begun |= whole;
    if (begun && !written) {
      write(known);
    }
  }

  /** Istio has to be told all the same, and the next time may do better. */
  private void write(Map<String, Instant> births) {
    try {
      ledger.write(births);
      written = true;
    } catch (IOException e) {
      written = false;
      log.warn("Since when resources are served cannot be written down: {}", e.getMessage());
    }
  }
}
