package io.registrybridge.sink;

import java.time.Instant;
import java.util.Optional;

/**
 * Which replica writes to a sink.
 *
 * @param here whether it is this one
 * @param holder the name of the one that does; empty if there is none, or nobody knows
 * @param changes how often it became another one
 * @param trouble why this replica cannot find out, as a sentence; else empty
 * @param since since when it is so, where that is known
 */
public record Leader(
    boolean here, String holder, int changes, String trouble, Optional<Instant> since) {

  /** Every replica writes for itself. */
  public static final Leader SOLE = new Leader(true, "", 0, "", Optional.empty());

  /** No replica writes. */
  public static final Leader NOBODY = new Leader(false, "", 0, "", Optional.empty());
}
