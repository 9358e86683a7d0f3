package io.registrybridge.bench;

import io.registrybridge.catalog.Catalog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How long a pass takes in which one service changed, without the I/O of any sink. */
final class OneChange {

  private static final int PASSES = 600;

  /**
   * What it was among so many services.
   *
   * @param warm how long passes took
   */
  private record Cost(int services, List<Duration> warm, String allocation) {

    double median() {
      return Percentile.of(0.5, warm);
    }

    @Override
    public String toString() {
      return "%,d services x 10: median %.2f ms, 99th percentile %.2f ms, %s"
          .formatted(services, median(), Percentile.of(0.99, warm), allocation);
    }
  }

  private OneChange() {}

  static String figure() throws InterruptedException {
    among(1_000); // warms up
    var few = among(1_000);
    var some = among(10_000);
    var many = among(50_000);
    return "%s; %s; %s; the last to the first %.2f; goal 1.5"
        .formatted(few, some, many, many.median() / few.median());
  }

  private static Cost among(int services) throws InterruptedException {
    var estate = Estate.of(services, 10);
    var times = new ArrayList<Duration>();
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
      var warm = List.copyOf(times.subList(PASSES / 3, PASSES));
      return new Cost(services, warm, Allocation.perPass(before, PASSES));
    }
  }

  /** The same with one instance less in one service, or with all that it had. */
  private static Catalog changed(Catalog before, int count) {
    var key = Estate.key(count / 2);
    var service = Estate.service(count / 2, count % 2 == 0 ? 9 : 10);
    return new Catalog(before.services().with(key, service), before.flaws());
  }
}
