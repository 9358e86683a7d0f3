package io.registrybridge.bench;

import io.registrybridge.catalog.Catalog;
import java.time.Duration;
import java.util.ArrayList;

/** How long a pass takes in which one service changed, without the I/O of any sink. */
final class OneChange {

  private static final int PASSES = 300;

  private OneChange() {}

  static String figure() throws InterruptedException {
    return took(1_000) + "; " + took(10_000) + "; " + took(50_000);
  }

  private static String took(int services) throws InterruptedException {
    var estate = Estate.of(services, 10);
    var times = new ArrayList<Duration>();
    var allocation = "";
    try (var bridge = new Running(estate, new Shelf())) {
      bridge.pass();
      bridge.pass();
      var before = Allocation.bytes();
      for (var count = 0; count < PASSES; count++) {
        estate.becomes(changed(estate.latest().reading().catalog(), count));
        var pass = bridge.pass();
        if (pass.updated() != 1) {
          throw new IllegalStateException("not one update but " + pass);
        }
        times.add(pass.took());
      }
      allocation = Allocation.perPass(before, PASSES);
    }
    var warm = times.subList(PASSES / 3, PASSES);
    return "%,d services x 10: median %.2f ms, 99th percentile %.2f ms, %s"
        .formatted(services, Percentile.of(0.5, warm), Percentile.of(0.99, warm), allocation);
  }

  /** The same with one instance less in one service, or with all that it had. */
  private static Catalog changed(Catalog before, int count) {
    var key = Estate.key(count / 2);
    var service = Estate.service(count / 2, count % 2 == 0 ? 9 : 10);
    return new Catalog(before.services().with(key, service), before.flaws());
  }
}
