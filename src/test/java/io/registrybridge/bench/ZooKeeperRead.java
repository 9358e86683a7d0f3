package io.registrybridge.bench;

import io.registrybridge.registry.Reading.Complete;
import java.util.ArrayList;

/** How long it takes to read everything that stands in a real ZooKeeper server. */
final class ZooKeeperRead {

  private static final int READS = 5;

  private ZooKeeperRead() {}

  static String figure() throws Exception {
    return took(1_000) + "; " + took(10_000);
  }

  private static String took(int services) throws Exception {
    try (var estate = ZooKeeperEstate.of(services, 10);
        var registry = estate.registry()) {
      registry.start(() -> {});
      var millis = new ArrayList<Long>();
      for (var read = 0; read <= READS; read++) {
        var start = System.nanoTime();
        registry.refresh();
        millis.add((System.nanoTime() - start) / 1_000_000);
      }
      if (!(registry.latest().reading() instanceof Complete complete)
          || complete.catalog().instances() != services * 10) {
        throw new IllegalStateException("not all was read: " + registry.latest());
      }
      var again = millis.subList(1, millis.size()).stream().sorted().toList();
      return "%,d services x 10: first read %,d ms, another one %,d ms (median of %d)"
          .formatted(services, millis.get(0), again.get(READS / 2), READS);
    }
  }
}
