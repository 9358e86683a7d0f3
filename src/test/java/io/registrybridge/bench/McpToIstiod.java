package io.registrybridge.bench;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.Status;
import io.registrybridge.peer.IstiodPeer;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.Peers;
import io.registrybridge.peer.Sidecar;
import io.registrybridge.sink.Sink;
import io.registrybridge.sink.file.FileSinkSettings;
import io.registrybridge.sink.file.FileSinks;
import io.registrybridge.sink.mcp.McpSettings;
import io.registrybridge.sink.mcp.McpSinks;
import io.registrybridge.sink.mcp.Streams;
import io.registrybridge.sync.Loop;
import io.registrybridge.sync.Reconciler;
import io.registrybridge.sync.Timing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.springframework.util.FileSystemUtils;

/**
 * From a change in a registry, over the bridge and a real istiod, to a sidecar's table of
 * endpoints.
 */
final class McpToIstiod {

  private static final int SERVICES = 1_000;
  private static final int CHANGES = 200;
  private static final Duration DEBOUNCE = Duration.ofMillis(100);

  private final Estate estate = Estate.of(SERVICES, 10);
  private final Streams streams = new Streams(Clock.systemUTC());

  private McpToIstiod() {}

  static String figure() throws Exception {
    try (var kubernetes = KubernetesPeer.start()) {
      return new McpToIstiod().measured(kubernetes);
    }
  }

  private String measured(KubernetesPeer kubernetes) throws Exception {
    var server = server();
    var executor = Executors.newCachedThreadPool();
    var folder = Files.createTempDirectory("bench");
    try (var sink = sink(folder);
        var loop = loop(sink, executor);
        var istiod = IstiodPeer.reading(kubernetes, server.getPort())) {
      sink.start(() -> {});
      loop.start();
      istiod.start();
      try (var sidecar = Sidecar.asking(istiod, Sidecar.ENDPOINTS, clusters())) {
        return measured(loop, sidecar);
      }
    } finally {
      executor.shutdownNow();
      server.shutdownNow();
      FileSystemUtils.deleteRecursively(folder);
    }
  }

  private String measured(Loop loop, Sidecar sidecar)
      throws InterruptedException, TimeoutException {
    sidecar.await("10.0.1.1");
    var times = new ArrayList<Duration>();
    for (var count = -CHANGES / 4; count < CHANGES; count++) {
      var number = Math.floorMod(count, SERVICES);
      var address = "10.99.%d.%d".formatted(number / 200, 1 + number % 200);
      var took = took(loop, sidecar, number, address);
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

  private Duration took(Loop loop, Sidecar sidecar, int number, String address)
      throws InterruptedException, TimeoutException {
    var start = System.nanoTime();
    estate.becomes(with(estate.latest().reading().catalog(), number, address));
    loop.hint("shop");
    sidecar.await(address);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** The same with one instance more. */
  private static Catalog with(Catalog before, int number, String address) {
    var service = Estate.service(number, 10);
    var instances = new ArrayList<>(service.instances());
    instances.add(
        Instance.of(
            address, address, Map.of(Instance.PRIMARY, 8080), Status.UP, Map.of("version", "v1")));
    var changed = Service.of(service.key(), instances);
    return new Catalog(before.services().with(service.key(), changed), before.flaws());
  }

  private static String[] clusters() {
    return IntStream.range(0, SERVICES)
        .mapToObj(number -> "outbound|80||service-" + number + ".shop.mesh")
        .toArray(String[]::new);
  }

  private Server server() throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Peers.freePort());
    return NettyServerBuilder.forAddress(address).addService(streams).build().start();
  }

  private Sink sink(Path folder) {
    var settings =
        new McpSettings(
            Optional.of(folder),
            Optional.empty(),
            Optional.empty(),
            Duration.ofMinutes(1),
            Optional.empty(),
            McpSettings.ClientCertificates.NONE,
            List.of());
    var memory = FileSinks.of("istiod", new FileSinkSettings(folder, List.of()), "bench");
    return McpSinks.of("istiod", settings, memory, streams, Clock.systemUTC());
  }

  private Loop loop(Sink sink, ExecutorService executor) {
    var clock = Clock.systemUTC();
    var reconciler =
        new Reconciler(
            List.of(estate), List.of(sink), Estate.settings(), executor, clock.instant());
    var timing = new Timing(Duration.ofSeconds(30), Duration.ofMillis(100), Duration.ofSeconds(1));
    return new Loop(reconciler, timing, clock, executor, pass -> {});
  }
}
