package io.registrybridge.bench;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.registry.Registry;
import io.registrybridge.sink.Sink;
import io.registrybridge.sink.kubernetes.KubernetesSettings;
import io.registrybridge.sink.kubernetes.KubernetesSinks;
import io.registrybridge.sink.kubernetes.LeaseSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * How long it takes from a check that flips in a real Consul until the object that the API server
 * holds shows it.
 */
final class ConsulFlip implements Watcher<GenericKubernetesResource> {

  private static final int SERVICES = 1_000;
  private static final int INSTANCES = 10;
  private static final int FLIPS = 200;

  private final Map<String, String> specs = new ConcurrentHashMap<>();
  private final Random random = new Random(1);

  private ConsulFlip() {}

  static String figure() throws InterruptedException {
    try (var kubernetes = KubernetesPeer.start();
        var client = kubernetes.client();
        var estate = ConsulEstate.of(SERVICES, INSTANCES);
        var registry = estate.registry();
        var sink = sink(kubernetes)) {
      return new ConsulFlip().measured(estate, client, registry, sink);
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

  private String measured(
      ConsulEstate estate, KubernetesClient client, Registry registry, Sink sink)
      throws InterruptedException {
    var entries =
        client
            .genericKubernetesResources("networking.istio.io/v1", "ServiceEntry")
            .inNamespace("mesh");
    try (var watch = entries.watch(this);
        var bridge = Running.following(registry, sink)) {
      requireNonNull(watch);
      Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> specs.size() == SERVICES);
      bridge.pass();
      return measured(estate);
    }
  }

  private String measured(ConsulEstate estate) throws InterruptedException {
    for (var warming = 0; warming < FLIPS / 4; warming++) {
      flip(estate, random.nextInt(SERVICES), random.nextInt(INSTANCES));
    }
    var requests = estate.requests();
    var times = new ArrayList<Duration>();
    for (var flip = 0; flip < FLIPS; flip++) {
      times.add(flip(estate, random.nextInt(SERVICES), random.nextInt(INSTANCES)));
    }
    return said(times, (estate.requests() - requests) / 2.0 / FLIPS);
  }

  private static String said(List<Duration> times, double requests) {
    return "%,d services x %d: %d flips from Consul to the API server's watch: median %.0f ms, 99th percentile %.0f ms, longest %.0f ms, %.1f requests to Consul for each; goal 300 ms"
        .formatted(
            SERVICES,
            INSTANCES,
            times.size(),
            Percentile.of(0.5, times),
            Percentile.of(0.99, times),
            Percentile.of(1, times),
            requests);
  }

  /** There and, beside what is measured, back again. */
  private Duration flip(ConsulEstate estate, int service, int instance)
      throws InterruptedException {
    var took = flip(estate, service, instance, "critical", false);
    flip(estate, service, instance, "passing", true);
    return took;
  }

  private Duration flip(
      ConsulEstate estate, int service, int instance, String status, boolean there)
      throws InterruptedException {
    var start = System.nanoTime();
    estate.status(service, instance, status);
    await(
        ConsulEstate.name(service) + ".shop.mesh",
        "address=" + ConsulEstate.address(service, instance, 1) + ",",
        there);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private synchronized void await(String entry, String address, boolean there)
      throws InterruptedException {
    var end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (specs.getOrDefault(entry, "").contains(address) != there) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(entry + " was not updated");
      }
      wait(1_000);
    }
  }

  @Override
  public synchronized void eventReceived(Action action, GenericKubernetesResource entry) {
    var spec = String.valueOf(entry.getAdditionalProperties().get("spec"));
    specs.put(entry.getMetadata().getName(), spec.replace("}", ",}"));
    notifyAll();
  }

  @Override
  public void onClose(@Nullable WatcherException cause) {}
}
