package io.registrybridge.registry.consul;

import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.registry.http.Server;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where services are looked for: a datacenter, and in it a namespace and an admin partition, which
 * Consul's Enterprise edition has.
 *
 * @param registry the configured name
 */
record Place(
    String registry,
    Server server,
    String datacenter,
    Optional<String> namespace,
    Optional<String> adminPartition) {

  private static final String DEFAULT = "default";

  /**
   * {@code datacenter}, {@code datacenter.namespace} or {@code datacenter.namespace.partition}: no
   * name of Consul's has a dot in it, and a label may have one.
   */
  String partition() {
    var inner =
        adminPartition.map(admin -> namespace.orElse(DEFAULT) + "." + admin).or(() -> namespace);
    return datacenter + inner.map(names -> "." + names).orElse("");
  }

  ServiceKey key(String service) {
    return new ServiceKey(registry, partition(), service);
  }

  /** As the parameters of a question. */
  String query() {
    return Stream.of(
            Optional.of("dc=" + Question.escaped(datacenter)),
            namespace.map(name -> "ns=" + Question.escaped(name)),
            adminPartition.map(name -> "partition=" + Question.escaped(name)))
        .flatMap(Optional::stream)
        .collect(Collectors.joining("&"));
  }

  /** For people, as the beginning of a sentence. */
  @Override
  public String toString() {
    return server + " (" + partition() + ")";
  }
}
