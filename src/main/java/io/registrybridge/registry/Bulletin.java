package io.registrybridge.registry;

import java.time.Instant;

/**
 * What a registry said last, for all to see: a reading that differs from the one before is hinted
 * at, and one line is logged when the registry's state turns.
 */
public final class Bulletin {

  private final String kind;

  private Runnable hint = () -> {};
  private volatile Observation latest;
  private boolean closed;

  /** The bulletin of a registry that was not read yet. */
  public Bulletin(String kind, String registry, Instant now) {
    this.kind = kind;
    this.latest = Observation.unread(registry, now);
  }

  /** What was published last. */
  public Observation latest() {
    return latest;
  }

  /** Who wants to know of news, from now on. */
  public synchronized void hint(Runnable hint) {
    this.hint = hint;
  }

  /** Any thread may publish, one after the other; after {@link #close()} nothing is. */
  public synchronized void publish(Reading reading) {
    if (closed) {
      return; // what it says may be that its read was interrupted
    }
    var before = latest;
    latest = before.then(reading);
    Diary.note(kind, before, reading);
    if (turned(before.reading(), reading)) {
      hint.run();
    }
  }

  private static boolean turned(Reading before, Reading now) {
    return !before.catalog().equals(now.catalog())
        || before.getClass() != now.getClass()
        || !before.gaps().equals(now.gaps())
        || !before.reason().equals(now.reason());
  }

  /** What tells of changes broke off, and is begun anew. */
  public synchronized void restarted() {
    latest = latest.restarted();
  }

  /** The last word was said. */
  public synchronized void close() {
    closed = true;
  }
}
