package io.registrybridge.bench;

import io.registrybridge.bench.ToKubernetes.Sign;

/** From an instance that changes in a real Nacos server to the object in the API server. */
final class NacosChange {

  private static final int INSTANCES = 10;
  private static final int WARMING = 20;
  private static final int CHANGES = 100;

  private NacosChange() {}

  static String figure(Given given) throws InterruptedException {
    var services = given.services(10_000);
    try (var estate = NacosEstate.of(services, INSTANCES);
        var bridge = new ToKubernetes(estate.registry(), services)) {
      for (var number = 0; number < WARMING + CHANGES; number++) {
        if (number == WARMING) {
          bridge.forget();
        }
        change(estate, bridge, number, number * 7 % services);
      }
      return "%,d services x %d: %s; goal 300 ms after the registry says so"
          .formatted(services, INSTANCES, bridge.figure());
    }
  }

  private static void change(NacosEstate estate, ToKubernetes bridge, int number, int service)
      throws InterruptedException {
    var version = "v" + (number + 1);
    bridge.measure(
        new Sign(NacosEstate.name(service) + ".shop.mesh", "version=" + version + "}", true),
        () -> estate.version(service, number % INSTANCES, version));
  }
}
