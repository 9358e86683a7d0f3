package io.registrybridge.bench;

import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.Peers;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How much memory a bridge's process takes that writes all, and then reads all again and again for
 * a while.
 */
final class ResidentMemory {

  private static final int INSTANCES = 10;
  private static final Duration WHILE = Duration.ofMinutes(1);
  private static final String FULL_READ = "20s";

  private final List<String> command;
  private final int services;

  private ResidentMemory(List<String> command, int services) {
    this.command = command;
    this.services = services;
  }

  static String figure(Given given) throws Exception {
    var memory = new ResidentMemory(Image.build(given).trained(), given.services(10_000));
    return "%,d services x %d in MiB: %s; %s; goal 512"
        .formatted(memory.services, INSTANCES, memory.ofConsul(), memory.ofEureka());
  }

  private String ofConsul() throws Exception {
    try (var consul = ConsulEstate.of(services, INSTANCES)) {
      return "Consul to Kubernetes " + toKubernetes(consul, "consul");
    }
  }

  private String ofEureka() throws Exception {
    try (var eureka = EurekaEstate.of(services, INSTANCES)) {
      return "Eureka to Kubernetes %s; Eureka to MCP with three istiods %s"
          .formatted(toKubernetes(eureka, "eureka"), toMcp(eureka));
    }
  }

  private String toKubernetes(Filled registry, String kind) throws Exception {
    try (var kubernetes = KubernetesPeer.start();
        var bridge = Deployed.start(command, properties(registry, kind, cluster(kubernetes)))) {
      return memory(bridge, "cluster");
    }
  }

  /** Where it writes to, and no slower than the API server takes it. */
  static Map<String, Object> cluster(KubernetesPeer kubernetes) {
    var cluster = "bridge.sink.kubernetes.cluster.";
    return Map.of(
        cluster + "kubeconfig", kubernetes.kubeconfig(), cluster + "writes-per-second", 100_000);
  }

  private String toMcp(Filled registry) throws Exception {
    var port = Peers.freePort();
    var mcp =
        Map.<String, Object>of(
            "bridge.sink.mcp.istiod.snapshot",
            Folders.create(),
            "spring.grpc.server.port",
            Integer.toString(port));
    try (var bridge = Deployed.start(command, properties(registry, "eureka", mcp));
        var istiods = Receivers.connect(port, 3)) {
      return memory(bridge, "istiod") + (istiods.alive() ? "" : " but they are gone");
    }
  }

  private static Map<String, Object> properties(
      Filled registry, String kind, Map<String, Object> sink) {
    var properties = new HashMap<>(registry.properties());
    properties.putAll(sink);
    properties.put("bridge.registry." + kind + ".shop.full-read", FULL_READ);
    return properties;
  }

  private String memory(Deployed bridge, String sink) throws IOException, InterruptedException {
    bridge.awaitWritten(sink, services, INSTANCES);
    var first = bridge.mostResident();
    TimeUnit.MILLISECONDS.sleep(WHILE.toMillis());
    return "%d when all is written, %d at most, %d at last"
        .formatted(first, bridge.mostResident(), bridge.resident());
  }
}
