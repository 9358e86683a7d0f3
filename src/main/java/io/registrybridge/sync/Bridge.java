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
   * Has all replicas let go, with the next pass, what is held of this registry now: by the guard,
   * or because the configuration and not the registry takes it away.
   *
   * @return empty if no registry has this name
   */
  Optional<Released> release(String registry);

  /** Whether nothing is written, whichever replica was told so. */
  boolean paused();

  /**
   * Has all replicas stop (or start again) writing to sinks; registries are read on.
   *
   * @return why they were not told, as a sentence; empty if they were
   */
  Optional<String> pause(boolean paused);

  /**
   * Pauses all replicas and has each delete everything that is the bridge's own from the sinks that
   * it writes to; they stay paused. Others are waited for, but not without end.
   *
   * @return what became of it, per sink
   */
  List<Purged> purge();

  /**
   * What a word of release came to.
   *
   * @param guard what the guard says afterwards
   * @param trouble why it was not given, as a sentence; else empty
   */
  record Released(GuardReport guard, String trouble) {}

  /**
   * A pass that was asked for.
   *
   * @param id the pass's
   * @param done what it did; empty if it was still running when the patience ended
   */
  record Request(long id, Optional<PassReport> done) {}
}
