package io.registrybridge.bench;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.registrybridge.peer.KubernetesPeer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * What a bridge takes of the processor while nothing changes: one for each kind of registry, each
 * in a namespace of its own, all at the same time.
 */
final class Idle {

  private static final int INSTANCES = 10;

  /**
   * A Eureka server tells of what was registered for three minutes. It is the first to be filled.
   */
  private static final Duration SETTLE = Duration.ofMinutes(1);

  /** A bridge that has nothing to do. */
  private record Idler(String kind, Filled registry, Deployed bridge) {}

  private final List<Idler> idlers = new ArrayList<>();
  private final List<String> command;
  private final KubernetesPeer kubernetes;
  private final int services;

  private Idle(List<String> command, KubernetesPeer kubernetes, int services) {
    this.command = command;
    this.kubernetes = kubernetes;
    this.services = services;
  }

  static String figure(Given given) throws Exception {
    try (var kubernetes = KubernetesPeer.start()) {
      var services = given.services(10_000);
      var idle = new Idle(Image.build(given).trained(), kubernetes, services);
      try {
        return idle.measured(Duration.ofMinutes(given.minutes(10)));
      } finally {
        idle.end();
      }
    }
  }

  private String measured(Duration span) throws Exception {
    begin("eureka", () -> EurekaEstate.of(services, INSTANCES));
    begin("consul", () -> ConsulEstate.of(services, INSTANCES));
    begin("nacos", () -> NacosEstate.of(services, INSTANCES));
    begin("zookeeper", () -> ZooKeeperEstate.of(services, INSTANCES));
    idlers.forEach(one -> one.bridge().awaitWritten("cluster", services, INSTANCES));
    TimeUnit.MILLISECONDS.sleep(SETTLE.toMillis());
    var before = idlers.stream().map(one -> one.bridge().cpu()).toList();
    TimeUnit.MILLISECONDS.sleep(span.toMillis());
    var after = idlers.stream().map(one -> one.bridge().cpu()).toList();
    var shares = new ArrayList<String>();
    for (var number = 0; number < idlers.size(); number++) {
      var share = (double) after.get(number).minus(before.get(number)).toMillis() / span.toMillis();
      shares.add(share(idlers.get(number), share));
    }
    return "%,d services x %d, %d minutes: %s; goal 1 %%"
        .formatted(services, INSTANCES, span.toMinutes(), String.join(", ", shares));
  }

  private static String share(Idler idler, double share) throws IOException {
    return "%s %.2f %% of a core (%d MiB resident)"
        .formatted(idler.kind(), 100 * share, idler.bridge().resident());
  }

  private void begin(String kind, Callable<Filled> filled) throws Exception {
    var registry = filled.call();
    idlers.add(new Idler(kind, registry, Deployed.start(command, properties(kind, registry))));
  }

  private Map<String, Object> properties(String kind, Filled registry) {
    var namespace = "mesh-" + kind;
    try (var client = kubernetes.client()) {
      var named = new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata();
      client.resource(named.build()).create();
    }
    var properties = new HashMap<>(registry.properties());
    properties.putAll(ResidentMemory.cluster(kubernetes));
    properties.put("bridge.mapping.namespace", namespace);
    return properties;
  }

  private void end() throws InterruptedException {
    for (var idler : idlers) {
      idler.bridge().close();
      idler.registry().close();
    }
  }
}
