package io.registrybridge.bench;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.registry.Registry;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.Sink;
import io.registrybridge.sink.kubernetes.KubernetesSettings;
import io.registrybridge.sink.kubernetes.KubernetesSinks;
import io.registrybridge.sink.kubernetes.LeaseSettings;
import io.registrybridge.sync.Loop;
import io.registrybridge.sync.Reconciler;
import io.registrybridge.sync.Timing;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * From the moment an instance's node is written in a real ZooKeeper server to the written object in
 * a real API server, with the bridge's own timing; and how much of it had passed when the bridge's
 * registry said so.
 */
final class ZooKeeperChange implements Watcher<GenericKubernetesResource> {

  private static final int SERVICES = 1_000;
  private static final int INSTANCES = 10;
  private static final int WARMING = 50;
  private static final int CHANGES = 200;

  private final ZooKeeperEstate estate;
  private volatile Change change = new Change("", "");

  /** What is waited for, and when the registry and the API server had it. */
  private record Change(
      String entry,
      String version,
      CompletableFuture<Long> known,
      CompletableFuture<Long> written) {

    Change(String entry, String version) {
      this(entry, version, new CompletableFuture<>(), new CompletableFuture<>());
    }
  }

  private ZooKeeperChange(ZooKeeperEstate estate) {
    this.estate = estate;
  }

  static String figure() throws Exception {
    try (var estate = ZooKeeperEstate.of(SERVICES, INSTANCES);
        var kubernetes = KubernetesPeer.start();
        var client = kubernetes.client();
        var sink = sink(kubernetes);
        var registry = estate.registry()) {
      return new ZooKeeperChange(estate).measured(client, registry, sink);
    }
  }

  private static Sink sink(KubernetesPeer kubernetes) {
    var settings =
        new KubernetesSettings(
            Optional.empty(),
            Optional.of(kubernetes.kubeconfig()),
            1_000,
            8,
            Duration.ofSeconds(10),
            Duration.ofMinutes(10),
            LeaseSettings.DEFAULT,
            List.of());
    return KubernetesSinks.of("cluster", settings, "bench", Set.of("mesh"), Clock.systemUTC());
  }

  private String measured(KubernetesClient client, Registry registry, Sink sink) throws Exception {
    var executor = Executors.newCachedThreadPool();
    var loop = loop(registry, sink, executor);
    try {
      follow(registry, sink, loop);
      var entries =
          client
              .genericKubernetesResources("networking.istio.io/v1", "ServiceEntry")
              .inNamespace("mesh");
      var unused = entries.watch(this); // ends with the client
      Awaitility.await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> entries.list().getItems().size() == SERVICES);
      changes(WARMING);
      return changes(CHANGES);
    } finally {
      loop.close();
      executor.shutdownNow();
    }
  }

  /** Timed as it is by default. */
  private static Loop loop(Registry registry, Sink sink, Executor executor) {
    var now = Clock.systemUTC().instant();
    var reconciler =
        new Reconciler(List.of(registry), List.of(sink), Estate.settings(), executor, now);
    var timing = new Timing(Duration.ofSeconds(30), Duration.ofMillis(100), Duration.ofSeconds(1));
    return new Loop(reconciler, timing, Clock.systemUTC(), executor, pass -> {});
  }

  private void follow(Registry registry, Sink sink, Loop loop) {
    sink.start(() -> loop.hint(sink.name()));
    Awaitility.await().until(() -> sink.current() instanceof Current.Known);
    registry.start(
        () -> {
          change.known().complete(System.nanoTime());
          loop.hint(registry.name());
        });
    loop.start();
  }

  private String changes(int count) throws Exception {
    var known = new ArrayList<Duration>();
    var written = new ArrayList<Duration>();
    for (var number = 0; number < count; number++) {
      var service = number * 7 % SERVICES;
      var next = new Change(ZooKeeperEstate.name(service) + ".shop.mesh", "v" + System.nanoTime());
      change = next;
      var start = System.nanoTime();
      estate.version(service, number % INSTANCES, next.version());
      written.add(Duration.ofNanos(next.written().get(1, TimeUnit.MINUTES) - start));
      known.add(Duration.ofNanos(next.known().get(1, TimeUnit.MINUTES) - start));
    }
    return "%,d services x %d, %d changes from ZooKeeper to the written object: median %.0f ms, 99th percentile %.0f ms; until the registry says so: %.1f ms and %.1f ms; goal 300 ms"
        .formatted(
            SERVICES,
            INSTANCES,
            count,
            ms(written, 0.5),
            ms(written, 0.99),
            ms(known, 0.5),
            ms(known, 0.99));
  }

  private static double ms(List<Duration> times, double share) {
    return UnchangedPass.ms(times.stream().sorted().toList(), share);
  }

  @Override
  public void eventReceived(Action action, GenericKubernetesResource entry) {
    var now = System.nanoTime();
    var waiting = change;
    if (waiting.entry().equals(entry.getMetadata().getName())
        && entry.getAdditionalProperties().toString().contains(waiting.version())) {
      waiting.written().complete(now);
    }
  }

  @Override
  public void onClose(@Nullable WatcherException cause) {}
}
