package io.registrybridge.bench;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.registry.Registry;
import io.registrybridge.sink.Sink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * From the moment something changes in a real registry to the written object, as a watch at a real
 * API server tells of it, with the bridge's own timing; and how much of it had passed when the
 * bridge's registry said so.
 */
final class ToKubernetes implements Watcher<GenericKubernetesResource>, AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final KubernetesPeer kubernetes = KubernetesPeer.start();
  private final KubernetesClient client = kubernetes.client();
  private final Sink sink = Clusters.sink(kubernetes);
  private final Map<String, String> specs = new ConcurrentHashMap<>();
  private final Registry registry;
  private final Running bridge;
  private final List<Duration> known = new ArrayList<>();
  private final List<Duration> written = new ArrayList<>();
  private final List<Duration> after = new ArrayList<>();
  private volatile Change change = new Change(new Sign("", "", true));

  /**
   * By what a change is known.
   *
   * @param entry the ServiceEntry's name
   * @param text stands in its spec afterwards, or does not any more
   */
  record Sign(String entry, String text, boolean there) {}

  /** What is waited for, and when the registry and the API server had it. */
  private record Change(Sign sign, CompletableFuture<Long> known, CompletableFuture<Long> written) {

    Change(Sign sign) {
      this(sign, new CompletableFuture<>(), new CompletableFuture<>());
    }
  }

  /**
   * Returns when all is written.
   *
   * @param registry not started; closed with this
   */
  ToKubernetes(Registry registry, int services) throws InterruptedException {
    this.registry = registry;
    var unused =
        client
            .genericKubernetesResources("networking.istio.io/v1", "ServiceEntry")
            .inNamespace("mesh")
            .watch(this); // ends with the client
    bridge = Running.following(registry, sink, () -> change.known().complete(System.nanoTime()));
    Awaitility.await().atMost(PATIENCE).until(() -> specs.size() == services);
    bridge.pass();
  }

  /** Has something done that shows as that sign, and notes how long it took. */
  void measure(Sign sign, Runnable deed) throws InterruptedException {
    var next = new Change(sign);
    change = next;
    var start = System.nanoTime();
    deed.run();
    var all = since(start, next.written());
    var registrys = since(start, next.known());
    written.add(all);
    known.add(registrys);
    after.add(all.minus(registrys));
  }

  private static Duration since(long start, CompletableFuture<Long> end)
      throws InterruptedException {
    try {
      return Duration.ofNanos(end.get(1, TimeUnit.MINUTES) - start);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("a change was not seen", e);
    }
  }

  /** What was noted so far does not count. */
  void forget() {
    known.clear();
    after.clear();
    written.clear();
  }

  /** What was noted, in words. */
  String figure() {
    return "%d changes to the API server's watch: median %.0f ms, 99th percentile %.0f ms; until the registry says so: %.1f ms and %.1f ms; from there: %.0f ms and %.0f ms"
        .formatted(
            written.size(),
            Percentile.of(0.5, written),
            Percentile.of(0.99, written),
            Percentile.of(0.5, known),
            Percentile.of(0.99, known),
            Percentile.of(0.5, after),
            Percentile.of(0.99, after));
  }

  @Override
  public void eventReceived(Action action, GenericKubernetesResource entry) {
    var now = System.nanoTime();
    var spec = String.valueOf(entry.getAdditionalProperties().get("spec"));
    specs.put(entry.getMetadata().getName(), spec);
    var sign = change.sign();
    if (sign.entry().equals(entry.getMetadata().getName())
        && spec.contains(sign.text()) == sign.there()) {
      change.written().complete(now);
    }
  }

  @Override
  public void onClose(@Nullable WatcherException cause) {
    change.written().completeExceptionally(new IllegalStateException("the watch ended", cause));
  }

  @Override
  public void close() {
    bridge.close();
    registry.close();
    sink.close();
    client.close();
    kubernetes.close();
  }
}
