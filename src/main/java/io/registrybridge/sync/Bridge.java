package io.registrybridge.sync;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.mesh.Audience;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** What an operator can ask of a running bridge. All calls are safe on any thread. */
public interface Bridge {

  /** What is known now; no I/O. */
  Report report();

  /** Who reads from the bridge itself now, by sink; no I/O. */
  SortedMap<String, Audience> audiences();

  /**
   * Reads every registry and runs a pass, or joins the one that is asked for already. A sink that
   * stays busy with an earlier pass has no part in it.
   *
   * @param patience how long to wait for it
   */
  Request request(Duration patience) throws InterruptedException;

  /** What a pass would do now, per sink by name; reads the sinks' memory, writes nothing. */
  List<Preview> preview();

  /** What the registry lists as of its latest reading; empty if no registry has this name. */
  Optional<Catalog> catalog(String registry);

  /**
   * Lets go, with the next pass, what is held of this registry now: by the guard, or because the
   * configuration and not the registry takes it away.
   *
   * @return what the guard says afterwards; empty if no registry has this name
   */
  Optional<GuardReport> release(String registry);

  boolean paused();

  /** Stops (or starts again) writing to sinks; registries are read on. */
  void pause(boolean paused);

  /**
   * Pauses the bridge and deletes everything that is its own from every sink; it stays paused.
   *
   * @return what became of it, per sink
   */
  List<Purged> purge();

  /**
   * A pass that was asked for.
   *
   * @param id the pass's
   * @param done what it did; empty if it was still running when the patience ended
   */
  record Request(long id, Optional<PassReport> done) {}
}
