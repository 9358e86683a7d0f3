package io.registrybridge.bench;

import com.sun.management.OperatingSystemMXBean;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.ServiceEntries;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.Sink;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import org.awaitility.Awaitility;

/** What a pass costs that finds nothing to do. */
final class UnchangedPass {

  private static final int PASSES = 300;

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private UnchangedPass() {}

  static String figure(Given given) throws InterruptedException {
    return "without a sink's I/O: %s; %s; %s; at an API server: %s; goal 0 writes, 20 ms of CPU and 1 MB"
        .formatted(
            onShelf(1_000), onShelf(10_000), onShelf(50_000), inCluster(given.services(10_000)));
  }

  private static String onShelf(int services) throws InterruptedException {
    return passes(services, new Shelf());
  }

  private static String inCluster(int services) throws InterruptedException {
    try (var kubernetes = KubernetesPeer.start();
        var client = kubernetes.client();
        var sink = Clusters.sink(kubernetes)) {
      sink.start(() -> {});
      Awaitility.await().until(() -> sink.current() instanceof Current.Known);
      var entries = new ServiceEntries(client);
      try (var bridge = new Running(Estate.of(services, 10), sink)) {
        bridge.pass();
        var before = entries.versions();
        var figures = passes(services, bridge);
        var after = entries.versions();
        after.entrySet().removeAll(before.entrySet());
        return figures + ", %d writes".formatted(after.size());
      }
    }
  }

  private static String passes(int services, Sink sink) throws InterruptedException {
    try (var bridge = new Running(Estate.of(services, 10), sink)) {
      bridge.pass();
      return passes(services, bridge);
    }
  }

  private static String passes(int services, Running bridge) throws InterruptedException {
    for (var count = 0; count < PASSES; count++) { // they warm up
      bridge.pass();
    }
    var times = new ArrayList<Duration>();
    var allocated = Allocation.bytes();
    var cpu = SYSTEM.getProcessCpuTime();
    for (var count = 0; count < PASSES; count++) {
      times.add(bridge.pass().took());
    }
    return "%,d services x 10: median %.2f ms, 99th percentile %.2f ms, %.2f ms of CPU, %s"
        .formatted(
            services,
            Percentile.of(0.5, times),
            Percentile.of(0.99, times),
            (SYSTEM.getProcessCpuTime() - cpu) / 1e6 / PASSES,
            Allocation.perPass(allocated, PASSES));
  }
}
