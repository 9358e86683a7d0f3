package io.registrybridge.plan;

import io.registrybridge.mesh.Origin;
import java.time.Instant;
import java.util.Optional;

/**
 * What a registry could not speak of in this pass: nothing that came from there is taken away.
 *
 * @param partition empty for all of the registry's
 * @param service empty for all of the partition's
 * @param reason a sentence
 * @param since when the gap opened, where known
 */
public record Gap(
    String registry,
    Optional<String> partition,
    Optional<String> service,
    String reason,
    Optional<Instant> since) {

  /** A gap over everything that came from the registry. */
  public static Gap over(String registry, String reason, Optional<Instant> since) {
    return new Gap(registry, Optional.empty(), Optional.empty(), reason, since);
  }

  boolean covers(Origin origin) {
    return registry.equals(origin.registry())
        && partition.map(origin.partition()::equals).orElse(true)
        && service.map(origin.service()::equals).orElse(true);
  }
}
