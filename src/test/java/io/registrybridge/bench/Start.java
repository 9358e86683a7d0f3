package io.registrybridge.bench;

import static io.registrybridge.bench.ResidentMemory.cluster;

import io.registrybridge.peer.KubernetesPeer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * From the start of the process to the end of the first pass that has read all and looked at all,
 * in a cluster where all stands as it should: a bridge that is restarted.
 */
final class Start {

  private static final int INSTANCES = 10;
  private static final int STARTS = 5;

  private Start() {}

  static String figure(Given given) throws Exception {
    var services = given.services(1_000);
    var image = Image.build(given);
    try (var eureka = EurekaEstate.of(services, INSTANCES);
        var kubernetes = KubernetesPeer.start()) {
      var properties = new HashMap<>(eureka.properties());
      properties.putAll(cluster(kubernetes));
      write(image, properties, services);
      return "%,d services x %d, median and longest of %d: jar %s; as the image does %s; %s; goal 5 s"
          .formatted(
              services,
              INSTANCES,
              STARTS,
              took(image.plain(), properties, services),
              took(image.trained(), properties, services),
              image.size());
    }
  }

  private static void write(Image image, Map<String, Object> properties, int services)
      throws IOException, InterruptedException {
    try (var bridge = Deployed.start(image.trained(), properties)) {
      bridge.awaitWritten("cluster", services, INSTANCES);
    }
  }

  private static String took(List<String> command, Map<String, Object> properties, int services)
      throws IOException, InterruptedException {
    var times = new ArrayList<Duration>();
    for (var count = 0; count < STARTS; count++) {
      var start = System.nanoTime();
      try (var bridge = Deployed.start(command, properties)) {
        bridge.awaitPass(services);
        times.add(Duration.ofNanos(System.nanoTime() - start));
      }
    }
    return "%.1f s and %.1f s"
        .formatted(Percentile.of(0.5, times) / 1e3, Percentile.of(1, times) / 1e3);
  }
}
