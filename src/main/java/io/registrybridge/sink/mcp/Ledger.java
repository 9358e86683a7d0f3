package io.registrybridge.sink.mcp;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Where it is written since when each resource has been served, by the resource's id. Istio lets
 * the older of two that claim one host have it, so a restart must not make all of them new.
 *
 * <p>That there is a ledger also says that what stands was served as a whole, and is no fragment of
 * a start that was cut short.
 */
interface Ledger {

  /** What was written last; empty if nothing was, or it cannot be read. */
  Optional<Map<String, Instant>> read();

  void write(Map<String, Instant> births) throws IOException;
}
