package io.registrybridge.sink.mcp;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.registrybridge.sink.Sink;
import java.time.Clock;

/** Makes sinks of kind {@code mcp}. */
public final class McpSinks {

  /** As the configuration spells it. */
  public static final String KIND = "mcp";

  private static final int TIMEOUT_MILLIS = 10_000;

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
   * A sink that is not started yet, with ConfigMaps for a memory.
   *
   * @param streams by which the istiods are served
   */
  public static Sink of(
      String name, McpSettings settings, String owner, Streams streams, Clock clock) {
    var client = new KubernetesClientBuilder().withConfig(config()).build();
    var namespace = settings.namespace().orElseGet(client::getNamespace);
    var maps = new ConfigMaps(client, namespace, settings.configMap().orElseThrow());
    var store = new ConfigMapStore(maps);
    return new McpSink(
        name,
        new ConfigMapMemory(name, owner, store),
        new Births(new ConfigMapLedger(store), clock),
        streams,
        settings.startupWait());
  }

  private static Config config() {
    var config = Config.autoConfigure(null);
    config.setRequestTimeout(TIMEOUT_MILLIS);
    config.setConnectionTimeout(TIMEOUT_MILLIS);
    // One retry layer, and it is not the client's; a watch that ended is to be known as such.
    config.setRequestRetryBackoffLimit(0);
    config.setWatchReconnectLimit(0);
    return config;
  }
}
