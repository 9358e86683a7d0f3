package io.registrybridge.sync;

import io.registrybridge.sync.Calls.Call;
import java.time.Duration;
import java.time.Instant;

/** What a pass did, counted. */
record Tally(
    int created,
    int updated,
    int deleted,
    int unchanged,
    int failed,
    int heldBack,
    int rejected,
    int left) {

  static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, 0, 0);

  /** Whether something stands now that did not, or says something else. */
  boolean wrote() {
    return created + updated > 0;
  }

  Tally plus(Tally other) {
    return new Tally(
        created + other.created,
        updated + other.updated,
        deleted + other.deleted,
        unchanged + other.unchanged,
        failed + other.failed,
        heldBack + other.heldBack,
        rejected + other.rejected,
        left + other.left);
  }

  /**
   * A pass that did this.
   *
   * @param call what called for it
   */
  PassReport report(Call call, Instant at, Duration took) {
    return new PassReport(
        call.id(),
        at,
        call.waited(),
        took,
        call.trigger(),
        created,
        updated,
        deleted,
        unchanged,
        failed,
        heldBack,
        rejected,
        left);
  }
}
