package io.registrybridge.bench;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.NacosPeer;
import io.registrybridge.registry.Observation;
import io.registrybridge.registry.Registry;
import io.registrybridge.registry.nacos.NacosRegistries;
import io.registrybridge.registry.nacos.NacosSettings;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.kubernetes.KubernetesSettings;
import io.registrybridge.sink.kubernetes.KubernetesSinks;
import io.registrybridge.sink.kubernetes.LeaseSettings;
import io.registrybridge.sync.Timing;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.util.unit.DataSize;

/**
 * From a change of an instance that a real Nacos server has acknowledged to the written object in a
 * real API server, with the bridge's own timing; and how much of it had passed when the bridge
 * knew.
 */
final class NacosChange {

  private static final int SERVICES = 1_000;
  private static final int CHANGES = 200;

  private final NacosPeer nacos;
  private volatile Wait wait = new Wait("", "");

  /** What is being waited for, and when the registry and the API server had it. */
  private record Wait(
      String name, String label, CompletableFuture<Long> known, CompletableFuture<Long> written) {
    Wait(String name, String label) {
      this(name, label, new CompletableFuture<>(), new CompletableFuture<>());
    }
  }

  private NacosChange(NacosPeer nacos) {
    this.nacos = nacos;
  }

  static String figure() throws Exception {
    try (var nacos = NacosPeer.start();
        var kubernetes = KubernetesPeer.start();
        var client = kubernetes.client()) {
      return new NacosChange(nacos).measured(kubernetes, client);
    }
  }

  private String measured(KubernetesPeer kubernetes, KubernetesClient client) throws Exception {
    for (var number = 0; number < SERVICES; number++) {
      register(number, "v0");
    }
    var settings =
        new KubernetesSettings(
            Optional.empty(),
            Optional.of(kubernetes.kubeconfig()),
            100_000,
            8,
            Duration.ofSeconds(10),
            Duration.ofHours(1),
            LeaseSettings.DEFAULT,
            List.of());
    var timing = new Timing(Duration.ofSeconds(30), Duration.ofMillis(100), Duration.ofSeconds(1));
    try (var sink =
            KubernetesSinks.of("cluster", settings, "bench", Set.of("mesh"), Clock.systemUTC());
        var registry = new Watched(registry())) {
      watch(client);
      sink.start(() -> {});
      Awaitility.await().until(() -> sink.current() instanceof Current.Known);
      try (var bridge = new Running(registry, sink, timing)) {
        registry.start(bridge::hint);
        registry.refresh();
        Awaitility.await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> bridge.pass().unchanged() == SERVICES);
        return changes();
      }
    }
  }

  private String changes() throws Exception {
    var known = new ArrayList<Long>();
    var written = new ArrayList<Long>();
    for (var count = 0; count < CHANGES; count++) {
      var number = count * 7 % SERVICES;
      var next = new Wait("service-" + number + ".shop.mesh", "v" + (count + 1));
      wait = next;
      register(number, next.label());
      var changed = System.nanoTime();
      written.add(next.written().get(1, TimeUnit.MINUTES) - changed);
      known.add(next.known().get(1, TimeUnit.MINUTES) - changed);
    }
    return "%,d services, %d changes to the written object: median %,d ms, 99th percentile %,d ms;"
            .formatted(SERVICES, CHANGES, ms(written, 0.5), ms(written, 0.99))
        + " Nacos' push and the read after it: %,d and %,d ms; the bridge's own: %,d and %,d ms"
            .formatted(
                ms(known, 0.5),
                ms(known, 0.99),
                ms(difference(written, known), 0.5),
                ms(difference(written, known), 0.99));
  }

  private static List<Long> difference(List<Long> later, List<Long> sooner) {
    var differences = new ArrayList<Long>();
    for (var index = 0; index < later.size(); index++) {
      differences.add(later.get(index) - sooner.get(index));
    }
    return differences;
  }

  private static long ms(List<Long> nanos, double share) {
    var sorted = nanos.stream().sorted().toList();
    return TimeUnit.NANOSECONDS.toMillis(sorted.get((int) (share * (sorted.size() - 1))));
  }

  private void register(int number, String version) {
    nacos.register(
        NacosPeer.PUBLIC,
        "SERVICE-" + number,
        "10.0.%d.%d".formatted(number / 250, number % 250 + 1),
        8080,
        Map.of("metadata", "{\"version\":\"" + version + "\"}"));
  }

  private Registry registry() {
    var settings =
        new NacosSettings(
            List.of(nacos.server()),
            Optional.empty(),
            List.of("public"),
            List.of("DEFAULT_GROUP"),
            Optional.of(nacos.username()),
            Optional.of(nacos.passwordFile()),
            Optional.empty(),
            Duration.ofSeconds(2),
            Duration.ofMinutes(10),
            Duration.ofSeconds(10),
            DataSize.ofMegabytes(16),
            true);
    return NacosRegistries.of("shop", settings, new DefaultSslBundleRegistry(), Clock.systemUTC());
  }

  /** Ends with the client. */
  private void watch(KubernetesClient client) {
    var unused =
        client
            .genericKubernetesResources("networking.istio.io/v1", "ServiceEntry")
            .inNamespace("mesh")
            .watch(
                new Watcher<GenericKubernetesResource>() {
                  @Override
                  public void eventReceived(Action action, GenericKubernetesResource entry) {
                    var now = System.nanoTime();
                    var waiting = wait;
                    if (waiting.name().equals(entry.getMetadata().getName())
                        && entry.getAdditionalProperties().toString().contains(waiting.label())) {
                      waiting.written().complete(now);
                    }
                  }

                  @Override
                  public void onClose(WatcherException cause) {
                    wait.written().completeExceptionally(cause);
                  }
                });
  }

  /** Notes when the registry had what is waited for. */
  private final class Watched implements Registry {

    private final Registry registry;

    Watched(Registry registry) {
      this.registry = registry;
    }

    @Override
    public String name() {
      return registry.name();
    }

    @Override
    public String kind() {
      return registry.kind();
    }

    @Override
    public void start(Runnable hint) {
      registry.start(
          () -> {
            wait.known().complete(System.nanoTime());
            hint.run();
          });
    }

    @Override
    public Observation latest() {
      return registry.latest();
    }

    @Override
    public void refresh() {
      registry.refresh();
    }

    @Override
    public void close() {
      registry.close();
    }
  }
}
