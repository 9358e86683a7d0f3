package io.registrybridge.bench;

import static io.registrybridge.bench.ResidentMemory.cluster;

import io.registrybridge.peer.KubernetesPeer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A minute in which a real ZooKeeper changes a thousand times each second. */
final class Burst {

  private static final int INSTANCES = 10;
  private static final int CHANGES_PER_SECOND = 1_000;
  private static final int PER_TICK = 10;
  private static final int SECONDS = 60;

  private final ZooKeeperEstate estate;
  private final Deployed bridge;
  private final EndpointWatch watch;
  private final Map<String, String> last = new HashMap<>();
  private int count;

  private Burst(ZooKeeperEstate estate, Deployed bridge, EndpointWatch watch) {
    this.estate = estate;
    this.bridge = bridge;
    this.watch = watch;
  }

  static String figure(Given given) throws Exception {
    var services = given.services(1_000);
    var command = Image.build(given).trained();
    try (var estate = ZooKeeperEstate.of(services, INSTANCES);
        var kubernetes = KubernetesPeer.start();
        var watch = EndpointWatch.at(kubernetes)) {
      var properties = new HashMap<>(estate.properties());
      properties.putAll(cluster(kubernetes));
      try (var bridge = Deployed.start(command, properties)) {
        bridge.awaitWritten("cluster", services, INSTANCES);
        var burst = new Burst(estate, bridge, watch);
        return "%,d services x %d, %,d changes a second for %d s: %s; %s; goal 2 s"
            .formatted(
                services,
                INSTANCES,
                CHANGES_PER_SECOND,
                SECONDS,
                burst.among(services / 10),
                burst.among(services));
      }
    }
  }

  private String among(int services) throws Exception {
    last.clear();
    var written = watch.events();
    var memory = 0L;
    var start = System.nanoTime();
    var ticks = SECONDS * CHANGES_PER_SECOND / PER_TICK;
    for (var tick = 0; tick < ticks; tick++) {
      pause(start, tick);
      change(services);
      memory = tick == ticks / 6 ? bridge.resident() : memory;
    }
    estate.version(0, 0, next(0, 0)); // waits for those before
    var end = System.nanoTime();
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> watch.shows(last));
    return "among %,d services: all right %.1f s after the end (%.1f s of changing), %,d writes, %d MiB after 10 s and %d after all"
        .formatted(
            services,
            (System.nanoTime() - end) / 1e9,
            (end - start) / 1e9,
            watch.events() - written,
            memory,
            bridge.resident());
  }

  private static void pause(long start, int tick) throws InterruptedException {
    var due = start + tick * (TimeUnit.SECONDS.toNanos(1) * PER_TICK / CHANGES_PER_SECOND);
    TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
  }

  private void change(int services) throws Exception {
    for (var change = 0; change < PER_TICK; change++) {
      var service = count % services;
      var instance = count / services % INSTANCES;
      estate.versionLater(service, instance, next(service, instance));
    }
  }

  private String next(int service, int instance) {
    var version = "v" + ++count;
    last.put(ZooKeeperEstate.address(service, instance), version);
    return version;
  }
}
