package io.registrybridge.bench;

import io.registrybridge.bench.ToKubernetes.Sign;
import java.util.Random;

/** From a check that flips in a real Consul to the object in the API server. */
final class ConsulFlip {

  private static final int INSTANCES = 10;
  private static final int FLIPS = 200;

  private final ConsulEstate estate;
  private final ToKubernetes bridge;
  private final Random random = new Random(1);

  private ConsulFlip(ConsulEstate estate, ToKubernetes bridge) {
    this.estate = estate;
    this.bridge = bridge;
  }

  static String figure(Given given) throws InterruptedException {
    var services = given.services(10_000);
    try (var estate = ConsulEstate.of(services, INSTANCES);
        var bridge = new ToKubernetes(estate.registry(), services)) {
      return new ConsulFlip(estate, bridge).measured();
    }
  }

  private String measured() throws InterruptedException {
    flips(FLIPS / 4);
    bridge.forget();
    var before = estate.requests();
    flips(FLIPS);
    return "%,d services x %d: %s; %.1f requests to Consul for each; goal 300 ms"
        .formatted(
            estate.services(),
            INSTANCES,
            bridge.figure(),
            (estate.requests() - before) / 1.0 / FLIPS);
  }

  /** There and back again. */
  private void flips(int count) throws InterruptedException {
    for (var flip = 0; flip < count; flip += 2) {
      var service = random.nextInt(estate.services());
      var instance = random.nextInt(INSTANCES);
      flip(service, instance, "critical");
      flip(service, instance, "passing");
    }
  }

  private void flip(int service, int instance, String status) throws InterruptedException {
    var sign =
        new Sign(
            ConsulEstate.name(service) + ".shop.mesh",
            "address=" + ConsulEstate.address(service, instance, 1) + ",",
            status.equals("passing"));
    bridge.measure(sign, () -> estate.status(service, instance, status));
  }
}
