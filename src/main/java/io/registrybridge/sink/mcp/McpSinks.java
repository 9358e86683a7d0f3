package io.registrybridge.sink.mcp;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.registrybridge.sink.Led;
import io.registrybridge.sink.Sink;
import io.registrybridge.sink.cluster.LeaseElection;
import io.registrybridge.sink.cluster.LeaseSettings;
import io.registrybridge.sink.cluster.Leases;
import io.registrybridge.sink.cluster.Replica;
import io.registrybridge.sink.cluster.Surroundings;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Makes sinks of kind {@code mcp}. */
public final class McpSinks {

  /** As the configuration spells it. */
  public static final String KIND = "mcp";

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final String HOMELESS =
      ".namespace is missing; outside of a pod it must say where the ConfigMaps are, unless the"
          + " kubeconfig's context has a namespace";

  private McpSinks() {}

  /**
   * A sink that is not started yet, with a directory for a memory.
   *
   * @param memory a sink over that directory
   * @param streams by which the istiods are served
   */
  public static Sink of(
      String name, McpSettings settings, Sink memory, Streams streams, Clock clock) {
    var ledger = LedgerFile.in(settings.snapshot().orElseThrow());
    return new McpSink(name, memory, new Births(ledger, clock), streams, settings.startupWait());
  }

  /**
   * A sink that is not started yet, with ConfigMaps for a memory. It asks nobody whether it may
   * write.
   *
   * @param streams by which the istiods are served
   */
  public static Sink of(
      String name, McpSettings settings, String owner, Streams streams, Clock clock) {
    return of(name, settings, owner, UnaryOperator.identity(), streams, clock);
  }

  /**
   * The same for one of several replicas: it writes to the ConfigMaps only while it has the owner's
   * Lease, which is beside them, and serves what any of them wrote.
   */
  public static Sink led(
      String name, McpSettings settings, Replica replica, Streams streams, Clock clock) {
    var lease = LeaseSettings.DEFAULT;
    // Signs of life do not queue behind writes.
    var client = client(name, lease.patience());
    var leases = new Leases(client, namespace(name, settings, client), replica.owner());
    var election = new LeaseElection(name, leases, lease, replica.name(), clock);
    return of(name, settings, replica.owner(), memory -> new Led(memory, election), streams, clock);
  }

  private static Sink of(
      String name,
      McpSettings settings,
      String owner,
      UnaryOperator<Sink> led,
      Streams streams,
      Clock clock) {
    var client = client(name, TIMEOUT);
    var prefix = settings.configMap().orElseThrow();
    var store =
        new ConfigMapStore(new ConfigMaps(client, namespace(name, settings, client), prefix));
    var memory = led.apply(new ConfigMapMemory(name, owner, store));
    var births = new Births(new ConfigMapLedger(store), clock);
    return new McpSink(name, memory, births, streams, settings.startupWait());
  }

  private static String namespace(String name, McpSettings settings, KubernetesClient client) {
    return settings
        .namespace()
        .or(() -> Optional.ofNullable(client.getNamespace()))
        .orElseThrow(() -> new IllegalArgumentException(property(name) + HOMELESS));
  }

  private static String property(String name) {
    return "bridge.sink.mcp." + name;
  }

  private static KubernetesClient client(String name, Duration timeout) {
    return new KubernetesClientBuilder().withConfig(config(name, timeout)).build();
  }

  private static Config config(String name, Duration timeout) {
    var config = Surroundings.cluster(property(name) + ".config-map", null);
    config.setRequestTimeout(Math.toIntExact(timeout.toMillis()));
    config.setConnectionTimeout(Math.toIntExact(timeout.toMillis()));
    // One retry layer, and it is not the client's; a watch that ended is to be known as such.
    config.setRequestRetryBackoffLimit(0);
    config.setWatchReconnectLimit(0);
    return config;
  }
}
