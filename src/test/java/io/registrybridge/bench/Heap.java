package io.registrybridge.bench;

/** How much heap the values of a bridge hold: the catalog, what it maps to, and what stands. */
final class Heap {

  private static final int SERVICES = 10_000;

  private Heap() {}

  static String figure() throws InterruptedException {
    var before = used();
    var estate = Estate.of(SERVICES, 10);
    var catalog = used() - before;
    try (var bridge = new Running(estate, new Shelf())) {
      var unchanged = bridge.pass().unchanged();
      var all = used() - before;
      return "%,d services x 10 (%,d stand): %,d MiB of heap, %,d of them the registry's catalog"
          .formatted(SERVICES, unchanged, all >> 20, catalog >> 20);
    }
  }

  private static long used() {
    var runtime = Runtime.getRuntime();
    var used = Long.MAX_VALUE;
    for (var count = 0; count < 5; count++) {
      System.gc();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }
}
