package io.registrybridge.bench;

import io.registrybridge.bench.ToKubernetes.Sign;

/** From an instance's node that is written in a real ZooKeeper to the object in the API server. */
final class ZooKeeperChange {

  private static final int SERVICES = 1_000;
  private static final int INSTANCES = 10;
  private static final int WARMING = 50;
  private static final int CHANGES = 200;

  private ZooKeeperChange() {}

  static String figure() throws Exception {
    try (var estate = ZooKeeperEstate.of(SERVICES, INSTANCES);
        var bridge = new ToKubernetes(estate.registry(), SERVICES)) {
      for (var number = 0; number < WARMING + CHANGES; number++) {
        if (number == WARMING) {
          bridge.forget();
        }
        change(estate, bridge, number);
      }
      return "%,d services x %d: %s; goal 300 ms".formatted(SERVICES, INSTANCES, bridge.figure());
    }
  }

  private static void change(ZooKeeperEstate estate, ToKubernetes bridge, int number)
      throws InterruptedException {
    var service = number * 7 % SERVICES;
    var version = "v" + (number + 1);
    bridge.measure(
        new Sign(ZooKeeperEstate.name(service) + ".shop.mesh", "version=" + version + "}", true),
        () -> estate.version(service, number % INSTANCES, version));
  }
}
