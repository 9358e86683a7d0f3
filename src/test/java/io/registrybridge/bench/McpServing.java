package io.registrybridge.bench;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.Status;
import io.registrybridge.mesh.Audience;
import io.registrybridge.peer.Peers;
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
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A bridge in this JVM that serves istiods. */
final class McpServing implements AutoCloseable {

  private final Clock clock = Clock.systemUTC();
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Streams streams = new Streams(clock);
  private final Estate estate;
  private final Server server;
  private final Sink sink;
  private final Loop loop;

  /** It serves when this returns, as soon as it has something to say. */
  McpServing(int services) throws IOException {
    estate = Estate.of(services, 10);
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Peers.freePort());
    server = NettyServerBuilder.forAddress(address).addService(streams).build().start();
    sink = sink(Folders.create());
    var timing = new Timing(Duration.ofSeconds(30), Duration.ofMillis(100), Duration.ofSeconds(1));
    var reconciler =
        new Reconciler(
            List.of(estate), List.of(sink), Estate.settings(), executor, clock.instant());
    loop = new Loop(reconciler, timing, clock, executor, pass -> {});
    sink.start(() -> {});
    loop.start();
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
    return McpSinks.of("istiod", settings, memory, streams, clock);
  }

  int port() {
    return server.getPort();
  }

  Streams streams() {
    return streams;
  }

  Audience audience() {
    return sink.audience();
  }

  /** Gives a service one instance more than it had at first. */
  void change(int service, String address) {
    var before = estate.latest().reading().catalog();
    var first = Estate.service(service, 10);
    var instances = new ArrayList<>(first.instances());
    instances.add(
        Instance.of(
            address, address, Map.of(Instance.PRIMARY, 8080), Status.UP, Map.of("version", "v1")));
    var changed = Service.of(first.key(), instances);
    estate.becomes(new Catalog(before.services().with(first.key(), changed), before.flaws()));
    loop.hint("shop");
  }

  @Override
  public void close() {
    loop.close();
    executor.shutdownNow();
    server.shutdownNow();
    sink.close();
  }
}
