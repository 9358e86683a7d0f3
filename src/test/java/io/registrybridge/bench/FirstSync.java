package io.registrybridge.bench;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.registrybridge.mapping.Mapper;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.ServiceEntries;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.Manifest;
import io.registrybridge.sink.Sink;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;

/** The first sync to a real API server, beside a bare client that applies the same objects. */
final class FirstSync {

  private static final int ROUNDS = 2;

  private final int services;
  private final Estate estate;

  private FirstSync(int services) {
    this.services = services;
    this.estate = Estate.of(services, 10);
  }

  static String figure(Given given) throws InterruptedException {
    return new FirstSync(given.services(5_000)).measured();
  }

  /** Each at an API server that is new. */
  private String measured() throws InterruptedException {
    var bare = Duration.ZERO;
    var bridge = Duration.ZERO;
    for (var round = 0; round <= ROUNDS; round++) {
      var first = bare();
      var second = bridge();
      if (round > 0) { // the first one warms up
        bare = bare.plus(first);
        bridge = bridge.plus(second);
      }
    }
    return "%,d services x 10, %d rounds: bridge %.1f s, bare client %.1f s, ratio %.2f; goal 1.15"
        .formatted(
            services,
            ROUNDS,
            bridge.toMillis() / 1e3,
            bare.toMillis() / 1e3,
            (double) bridge.toMillis() / bare.toMillis());
  }

  private Duration bridge() throws InterruptedException {
    try (var peer = KubernetesPeer.start();
        var sink = Clusters.sink(peer)) {
      sink.start(() -> {});
      Awaitility.await().until(() -> sink.current() instanceof Current.Known);
      return bridge(sink);
    }
  }

  private Duration bridge(Sink sink) throws InterruptedException {
    var start = System.nanoTime();
    try (var bridge = new Running(estate, sink)) {
      if (bridge.pass().unchanged() != services) {
        throw new IllegalStateException("not all services were written");
      }
      return Duration.ofNanos(System.nanoTime() - start);
    }
  }

  private Duration bare() throws InterruptedException {
    try (var peer = KubernetesPeer.start();
        var client = peer.client()) {
      return bare(new ServiceEntries(client));
    }
  }

  private Duration bare(ServiceEntries entries) throws InterruptedException {
    var serialization = entries.client().getKubernetesSerialization();
    var objects = services().stream().map(service -> object(service, serialization)).toList();
    var start = System.nanoTime();
    var pool = Executors.newFixedThreadPool(Clusters.CONCURRENCY);
    try {
      var tasks = objects.stream().<Callable<Object>>map(one -> () -> apply(entries, one)).toList();
      for (var applied : pool.invokeAll(tasks)) {
        applied.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      pool.shutdownNow();
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static Object apply(ServiceEntries entries, GenericKubernetesResource object) {
    return entries.all().resource(object).fieldManager("bare").serverSideApply();
  }

  private List<MeshService> services() {
    var mapper = new Mapper(Estate.settings().mapping());
    return List.copyOf(
        mapper.map(List.of(estate.latest().reading().catalog()), Map.of()).services().values());
  }

  private static GenericKubernetesResource object(
      MeshService service, KubernetesSerialization serialization) {
    return serialization.convertValue(
        Manifest.of(service, "bench"), GenericKubernetesResource.class);
  }
}
