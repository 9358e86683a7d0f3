package io.registrybridge.sink.kubernetes;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.registrybridge.mesh.Keys;
import io.registrybridge.mesh.Kind;
import io.registrybridge.sink.Led;
import io.registrybridge.sink.Sink;
import io.registrybridge.sink.cluster.LeaseElection;
import io.registrybridge.sink.cluster.Leases;
import io.registrybridge.sink.cluster.Replica;
import io.registrybridge.sink.cluster.Surroundings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sinks of Kubernetes clusters. */
public final class KubernetesSinks {

  private static final Logger log = LoggerFactory.getLogger(KubernetesSinks.class);

  /** What of a cluster is an owner's. */
  private record Domain(KubernetesClient client, String owner, Set<String> namespaces) {}

  private KubernetesSinks() {}

  /**
   * A sink that is not started and has not spoken to its API server yet. It asks nobody whether it
   * may write.
   *
   * @param namespaces those it reads and writes; never empty
   * @throws IllegalArgumentException if the settings name a file or a context that is not there
   */
  public static Sink of(
      String name, KubernetesSettings settings, String owner, Set<String> namespaces, Clock clock) {
    var domain = new Domain(client(config(name, settings)), owner, namespaces);
    var rights = new Rights(name, domain.client(), Rule.toRead(namespaces, settings.see()));
    return sink(name, settings, domain, rights, () -> true, clock);
  }

  /**
   * The same for one of several replicas: it writes only while this one has the owner's Lease.
   *
   * @param namespaces those it reads and writes, never empty, in the first of which the Lease is if
   *     the settings do not say where
   */
  public static Sink led(
      String name,
      KubernetesSettings settings,
      Replica replica,
      List<String> namespaces,
      Clock clock) {
    var lease = settings.lease();
    var home = lease.namespace().orElse(namespaces.get(0));
    var client = client(named(name, settings, replica));
    var domain = new Domain(client, replica.owner(), Set.copyOf(namespaces));
    // Signs of life do not queue behind writes.
    var apart = named(name, settings, replica);
    patient(apart, Collections.min(List.of(lease.patience(), settings.timeout())));
    var leases = new Leases(client(apart), home, replica.owner());
    var election = new LeaseElection(name, leases, lease, replica.name(), clock);
    var needed = Rule.toWrite(namespaces, settings.see(), leases.name(), home);
    var telling = settings.events() ? Rule.toTell(namespaces, home) : List.<Rule>of();
    var rights =
        new Rights(name, client, Stream.concat(needed.stream(), telling.stream()).toList());
    var sink = sink(name, settings, domain, rights, election::leads, clock);
    if (settings.events()) {
      var events = new Events(name, client, replica.name());
      sink.announce(new Announcer(events, leases.reference()));
    }
    election.whenLeading(sink::doubt);
    return new Led(sink, election);
  }

  private static KubernetesSink sink(
      String name,
      KubernetesSettings settings,
      Domain domain,
      Rights rights,
      BooleanSupplier leads,
      Clock clock) {
    var namespaces = domain.namespaces();
    if (namespaces.isEmpty()) {
      throw new IllegalArgumentException("sink " + name + " needs a namespace to write to");
    }
    var client = domain.client();
    log.atInfo().addKeyValue("sink", name).log("{}: is {}", name, whereabouts(client));
    var neighbours = new Neighbours(client, settings.see(), namespaces, domain.owner());
    var kinds =
        Stream.of(Kind.values()).map(kind -> new Entries(client, kind, domain.owner())).toList();
    return new KubernetesSink(name, settings, kinds, neighbours, rights, namespaces, leads, clock);
  }

  private static String whereabouts(KubernetesClient client) {
    var config = client.getConfiguration();
    return Optional.ofNullable(config.getCurrentContext())
        .map(context -> config.getMasterUrl() + ", context " + context.getName())
        .orElse(config.getMasterUrl());
  }

  /** The API server's audit log tells replicas apart. */
  private static Config named(String name, KubernetesSettings settings, Replica replica) {
    var config = config(name, settings);
    config.setUserAgent(Keys.PRODUCT + "/" + replica.name());
    return config;
  }

  private static KubernetesClient client(Config config) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withKubernetesSerialization(YamlSafe.serialization())
        .build();
  }

  private static Config config(String name, KubernetesSettings settings) {
    var property = "bridge.sink.kubernetes." + name;
    var context = settings.context().orElse(null);
    var config =
        settings
            .kubeconfig()
            .map(path -> read(property, path, context))
            .orElseGet(() -> Surroundings.cluster(property, context));
    settings.context().ifPresent(wanted -> check(property, wanted, config));
    patient(config, settings.timeout());
    // One retry layer, and it is not the client's; a watch that ended is to be known as such.
    config.setRequestRetryBackoffLimit(0);
    config.setWatchReconnectLimit(0);
    return config;
  }

  private static void patient(Config config, Duration timeout) {
    config.setRequestTimeout(Math.toIntExact(timeout.toMillis()));
    config.setConnectionTimeout(Math.toIntExact(timeout.toMillis()));
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
