package io.registrybridge.bench;

import io.registrybridge.peer.IstiodPeer;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.Sidecar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * From a change in a registry, over the bridge and a real istiod, to a sidecar's table of
 * endpoints.
 */
final class McpToIstiod {

  private static final int SERVICES = 1_000;
  private static final int CHANGES = 200;
  private static final Duration DEBOUNCE = Duration.ofMillis(100);

  private McpToIstiod() {}

  static String figure() throws Exception {
    try (var kubernetes = KubernetesPeer.start();
        var bridge = new McpServing(SERVICES);
        var istiod = IstiodPeer.reading(kubernetes, bridge.port())) {
      istiod.start();
      try (var sidecar = Sidecar.asking(istiod, Sidecar.ENDPOINTS, clusters())) {
        return measured(bridge, sidecar);
      }
    }
  }

  private static String measured(McpServing bridge, Sidecar sidecar)
      throws InterruptedException, TimeoutException {
    sidecar.await("10.0.1.1");
    var times = new ArrayList<Duration>();
    for (var count = -CHANGES / 4; count < CHANGES; count++) {
      var number = Math.floorMod(count, SERVICES);
      var address = "10.99.%d.%d".formatted(number / 200, 1 + number % 200);
      var took = took(bridge, sidecar, number, address);
      if (count >= 0) { // those before warm up
        times.add(took);
      }
    }
    return "%,d services x 10, %d changes: median %.0f ms, 99th percentile %.0f ms, of which %d are istiod's debounce; goal 300 ms"
        .formatted(
            SERVICES,
            CHANGES,
            Percentile.of(0.5, times),
            Percentile.of(0.99, times),
            DEBOUNCE.toMillis());
  }

  private static Duration took(McpServing bridge, Sidecar sidecar, int number, String address)
      throws InterruptedException, TimeoutException {
    var start = System.nanoTime();
    bridge.change(number, address);
    sidecar.await(address);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static String[] clusters() {
    return IntStream.range(0, SERVICES)
        .mapToObj(number -> "outbound|80||service-" + number + ".shop.mesh")
        .toArray(String[]::new);
  }
}
