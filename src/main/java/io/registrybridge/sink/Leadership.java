package io.registrybridge.sink;

import java.util.Optional;

/**
 * What replicas that share a sink agree on: which of them writes, and what operators decided. Safe
 * on any thread.
 */
public interface Leadership {

  /** Who writes now; no I/O. */
  Leader leader();

  /** Whether it is certain who does: this replica, or one that was seen to live. */
  boolean settled();

  /** What operators told any replica, as far as is known; no I/O. */
  Decisions decisions();

  /**
   * Tells all replicas to write nothing, also those that start later, or to write again.
   *
   * @param mark tells this word from others; empty to write again
   * @return why they were not told, as a sentence; empty if they were
   */
  Optional<String> pause(Optional<String> mark);

  /**
   * Tells all replicas to let go what is held of the registry now.
   *
   * @param mark tells this word from others
   * @return why they were not told, as a sentence; empty if they were
   */
  Optional<String> release(String registry, String mark);

  /**
   * Tells all replicas to delete now what is the owner's, each in the sinks that it writes to.
   *
   * @param mark tells this word from others
   * @return why they were not told, as a sentence; empty if they were
   */
  Optional<String> purge(String mark);
}
