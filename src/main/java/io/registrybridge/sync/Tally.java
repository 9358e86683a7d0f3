package io.registrybridge.sync;

/** What a pass did, counted. */
record Tally(
    int created, int updated, int deleted, int unchanged, int failed, int heldBack, int rejected) {

  static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, 0);

  Tally plus(Tally other) {
    return new Tally(
        created + other.created,
        updated + other.updated,
        deleted + other.deleted,
        unchanged + other.unchanged,
        failed + other.failed,
        heldBack + other.heldBack,
        rejected + other.rejected);
  }
}
