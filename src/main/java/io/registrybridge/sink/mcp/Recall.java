package io.registrybridge.sink.mcp;

import io.registrybridge.sink.Current;
import io.registrybridge.sink.Sink;
import java.time.Duration;
import java.util.Optional;

/**
 * What a memory said last. Nobody else writes to it, so it is asked again only when it hints, when
 * it was written to, and every few seconds in case that it cannot hint.
 */
final class Recall {

  private static final long FRESH = Duration.ofSeconds(10).toNanos();

  private record Said(Current current, long at) {}

  private final Sink memory;
  private volatile Optional<Said> said = Optional.empty();
  private volatile long doubts;

  Recall(Sink memory) {
    this.memory = memory;
  }

  /** What stands in the memory. */
  Current current() {
    var now = System.nanoTime();
    return said.filter(known -> now - known.at() < FRESH)
        .map(Said::current)
        .orElseGet(() -> asked(now));
  }

  private Current asked(long now) {
    var before = doubts;
    var current = memory.current();
    synchronized (this) {
      // If something changed meanwhile, this may be from before.
      var certain = doubts == before && current instanceof Current.Known;
      said = certain ? Optional.of(new Said(current, now)) : Optional.empty();
    }
    return current;
  }

  /** What it said may not hold any more. */
  synchronized void doubt() {
    doubts++;
    said = Optional.empty();
  }
}
