package io.registrybridge.bench;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.ServiceEntries;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What a watch at an API server tells of ServiceEntries: the version that each endpoint has. */
final class EndpointWatch implements Watcher<GenericKubernetesResource>, AutoCloseable {

  private final KubernetesClient client;
  private final Map<String, String> versions = new ConcurrentHashMap<>();
  private final AtomicLong events = new AtomicLong();
  private volatile boolean ended;

  private EndpointWatch(KubernetesClient client) {
    this.client = client;
  }

  static EndpointWatch at(KubernetesPeer kubernetes) {
    var watch = new EndpointWatch(kubernetes.client());
    var unused = new ServiceEntries(watch.client).all().watch(watch); // ends with the client
    return watch;
  }

  /** How often an entry was written. */
  long events() {
    return events.get();
  }

  /**
   * Whether they are so.
   *
   * @param expected by address
   */
  boolean shows(Map<String, String> expected) {
    if (ended) {
      throw new IllegalStateException("the watch ended");
    }
    return versions.entrySet().containsAll(expected.entrySet());
  }

  @Override
  public void eventReceived(Action action, GenericKubernetesResource entry) {
    List<Map<String, Object>> endpoints = entry.get("spec", "endpoints");
    Optional.ofNullable(endpoints).ifPresent(all -> all.forEach(this::seen));
    events.incrementAndGet();
  }

  private void seen(Map<String, Object> endpoint) {
    if (endpoint.get("labels") instanceof Map<?, ?> labels) {
      versions.put(String.valueOf(endpoint.get("address")), String.valueOf(labels.get("version")));
    }
  }

  @Override
  public void onClose(@Nullable WatcherException cause) {
    ended = true;
  }

  @Override
  public void close() {
    client.close();
  }
}
