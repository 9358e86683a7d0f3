package io.registrybridge.bench;

import io.registrybridge.bench.ToKubernetes.Sign;

/** From an instance's node that is written in a real ZooKeeper to the object in the API server. */
final class ZooKeeperChange {

  private static final int INSTANCES = 10;
  private static final int WARMING = 50;
  private static final int CHANGES = 200;

  private ZooKeeperChange() {}

  static String figure(Given given) throws Exception {
    var services = given.services(10_000);
    try (var estate = ZooKeeperEstate.of(services, INSTANCES);
        var bridge = new ToKubernetes(estate.registry(), services)) {
      for (var number = 0; number < WARMING + CHANGES; number++) {
        if (number == WARMING) {
          bridge.forget();
        }
        change(estate, bridge, number, number * 7 % services);
      }
      return "%,d services x %d: %s; goal 300 ms".formatted(services, INSTANCES, bridge.figure());
    }
  }

  private static void change(ZooKeeperEstate estate, ToKubernetes bridge, int number, int service)
      throws InterruptedException {
    var version = "v" + (number + 1);
    bridge.measure(
        new Sign(ZooKeeperEstate.name(service) + ".shop.mesh", "version=" + version + "}", true),
        () -> estate.version(service, number % INSTANCES, version));
  }
}
