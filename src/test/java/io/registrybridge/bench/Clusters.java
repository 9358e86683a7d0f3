package io.registrybridge.bench;

import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.sink.Sink;
import io.registrybridge.sink.cluster.LeaseSettings;
import io.registrybridge.sink.kubernetes.KubernetesSettings;
import io.registrybridge.sink.kubernetes.KubernetesSinks;
import io.registrybridge.sink.kubernetes.Sight;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sinks whose API server is not spared. */
final class Clusters {

  static final int CONCURRENCY = 8;

  private Clusters() {}

  static Sink sink(KubernetesPeer peer) {
    var settings =
        new KubernetesSettings(
            Optional.empty(),
            Optional.of(peer.kubeconfig()),
            100_000,
            CONCURRENCY,
            Duration.ofSeconds(10),
            Duration.ofHours(1),
            LeaseSettings.DEFAULT,
            Sight.NAMESPACE,
            true,
            List.of());
    return KubernetesSinks.of("cluster", settings, "bench", Set.of("mesh"), Clock.systemUTC());
  }
}
