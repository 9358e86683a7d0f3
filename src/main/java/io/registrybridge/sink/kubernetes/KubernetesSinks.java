package io.registrybridge.sink.kubernetes;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.registrybridge.mesh.Kind;
import io.registrybridge.sink.Sink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes sinks of Kubernetes clusters. */
public final class KubernetesSinks {

  private KubernetesSinks() {}

  /**
   * A sink that is not started and has not spoken to its API server yet.
   *
   * @param namespaces those it reads and writes; never empty
   * @throws IllegalArgumentException if the settings name a file or a context that is not there
   */
  public static Sink of(
      String name, KubernetesSettings settings, String owner, Set<String> namespaces, Clock clock) {
    if (namespaces.isEmpty()) {
      throw new IllegalArgumentException("sink " + name + " needs a namespace to write to");
    }
    var client =
        new KubernetesClientBuilder()
            .withConfig(config(name, settings))
            .withKubernetesSerialization(YamlSafe.serialization())
            .build();
    var neighbours = new Neighbours(client, settings.see(), namespaces, owner);
    var kinds = Stream.of(Kind.values()).map(kind -> new Entries(client, kind, owner)).toList();
    return new KubernetesSink(name, settings, kinds, neighbours, namespaces, clock);
  }

  private static Config config(String name, KubernetesSettings settings) {
    var property = "bridge.sink.kubernetes." + name;
    var context = settings.context().orElse(null);
    var config =
        settings
            .kubeconfig()
            .map(path -> read(property, path, context))
            .orElseGet(() -> Config.autoConfigure(context));
    settings.context().ifPresent(wanted -> check(property, wanted, config));
    var timeout = Math.toIntExact(settings.timeout().toMillis());
    config.setRequestTimeout(timeout);
    config.setConnectionTimeout(timeout);
    // One retry layer, and it is not the client's; a watch that ended is to be known as such.
    config.setRequestRetryBackoffLimit(0);
    config.setWatchReconnectLimit(0);
    return config;
  }

  private static Config read(String property, Path path, @Nullable String context) {
    if (!Files.isReadable(path)) {
      throw new IllegalArgumentException(property + ".kubeconfig: cannot read " + path);
    }
    try {
      return Config.fromKubeconfig(context, path.toFile());
    } catch (RuntimeException malformed) { // it quotes the file, which holds tokens
      throw new IllegalArgumentException(property + ".kubeconfig: " + path + " is no kubeconfig");
    }
  }

  private static void check(String property, String wanted, Config config) {
    var found = Optional.ofNullable(config.getCurrentContext()).map(NamedContext::getName);
    if (!found.equals(Optional.of(wanted))) {
      throw new IllegalArgumentException(
          property + ".context: the kubeconfig has no context " + wanted);
    }
  }
}
