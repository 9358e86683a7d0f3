package io.registrybridge.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How long a pass takes that finds nothing to do, without the I/O of any sink. */
final class UnchangedPass {

  private static final int PASSES = 300;

  private UnchangedPass() {}

  static String figure() throws InterruptedException {
    return took(2_000) + "; " + took(10_000) + "; goal 20 ms";
  }

  private static String took(int services) throws InterruptedException {
    var times = new ArrayList<Duration>();
    try (var bridge = new Running(Estate.of(services, 10), new Shelf())) {
      for (var count = 0; count < PASSES; count++) {
        times.add(bridge.pass().took());
      }
    }
    var warm = times.subList(PASSES / 3, PASSES).stream().sorted().toList();
    return "%,d services x 10: median %.1f ms, 99th percentile %.1f ms"
        .formatted(services, ms(warm, 0.5), ms(warm, 0.99));
  }

  static double ms(List<Duration> sorted, double share) {
    return sorted.get((int) (share * (sorted.size() - 1))).toNanos() / 1e6;
  }
}
