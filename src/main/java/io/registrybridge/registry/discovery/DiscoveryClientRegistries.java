package io.registrybridge.registry.discovery;

import io.registrybridge.registry.PolledRegistry;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClient;

/** Makes registries out of Spring Cloud's clients. */
public final class DiscoveryClientRegistries {

  /** As the configuration spells it. */
  public static final String KIND = "discovery-client";

  private static final String KUBERNETES = "org.springframework.cloud.kubernetes.";

  private DiscoveryClientRegistries() {}

  /**
   * Why clients of this type cannot be a registry, as the end of a sentence; empty if they can.
   *
   * @param type a class or an interface; of a proxy's, what it stands for
   */
  public static Optional<String> refusal(Class<?> type) {
    if (CompositeDiscoveryClient.class.isAssignableFrom(type)) {
      return Optional.of(
          "it answers with the first client that lists anything, which hides the other registries"
              + " and every failure; name each client by itself");
    }
    var kubernetes =
        Stream.<Class<?>>iterate(type, one -> one != null, Class::getSuperclass)
            .anyMatch(one -> one.getName().startsWith(KUBERNETES));
    return kubernetes
        ? Optional.of("Istio watches Kubernetes itself, and the bridge would read what it wrote")
        : Optional.empty();
  }

  /** A registry that is not started yet. */
  public static PolledRegistry of(
      String name, DiscoveryClientSettings settings, DiscoveryClient client, Clock clock) {
    var source = new DiscoveryClientSource(name, settings, client, clock);
    return new PolledRegistry(KIND, name, source, settings.interval(), clock);
  }
}
