package io.registrybridge.bench;

import java.time.Duration;
import java.util.ArrayList;

/** How long a pass takes that finds nothing to do, without the I/O of any sink. */
final class UnchangedPass {

  private static final int PASSES = 300;

  private UnchangedPass() {}

  static String figure() throws InterruptedException {
    return took(1_000) + "; " + took(10_000) + "; " + took(50_000) + "; goal 20 ms and 1 MB";
  }

  private static String took(int services) throws InterruptedException {
    var times = new ArrayList<Duration>();
    var allocation = "";
    try (var bridge = new Running(Estate.of(services, 10), new Shelf())) {
      bridge.pass();
      bridge.pass();
      var before = Allocation.bytes();
      for (var count = 0; count < PASSES; count++) {
        times.add(bridge.pass().took());
      }
      allocation = Allocation.perPass(before, PASSES);
    }
    var warm = times.subList(PASSES / 3, PASSES);
    return "%,d services x 10: median %.2f ms, 99th percentile %.2f ms, %s"
        .formatted(services, Percentile.of(0.5, warm), Percentile.of(0.99, warm), allocation);
  }
}
