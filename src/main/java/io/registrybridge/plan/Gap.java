package io.registrybridge.plan;

import io.registrybridge.mesh.Origin;
import java.time.Instant;
import java.util.Optional;

/**
 * What a registry could not speak of in this pass: nothing that came from there is taken away.
 *
 * @param partition empty for all of the registry's
 * @param service empty for all of the partition's
 * @param below what follows the service's name in those of the services that the gap is over too;
 *     empty if it is over that service alone
 * @param reason a sentence
 * @param since when the gap opened, where known
 */
public record Gap(
    String registry,
    Optional<String> partition,
    Optional<String> service,
    Optional<String> below,
    String reason,
    Optional<Instant> since) {

  /** A gap over everything that came from the registry. */
  public static Gap over(String registry, String reason, Optional<Instant> since) {
    return new Gap(registry, Optional.empty(), Optional.empty(), Optional.empty(), reason, since);
  }

  /** A gap over one service. */
  public static Gap over(Origin origin, String reason, Optional<Instant> since) {
    return new Gap(
        origin.registry(),
        Optional.of(origin.partition()),
        Optional.of(origin.service()),
        Optional.empty(),
        reason,
        since);
  }

  /** The service that it is over, if it is over no more than that one. */
  Optional<Origin> single() {
    return below.isPresent()
        ? Optional.empty()
        : partition.flatMap(its -> service.map(name -> new Origin(registry, its, name)));
  }

  boolean covers(Origin origin) {
    return registry.equals(origin.registry())
        && partition.map(origin.partition()::equals).orElse(true)
        && service.map(name -> covers(name, origin.service())).orElse(true);
  }

  private boolean covers(String name, String other) {
    return name.equals(other) || below.filter(end -> other.startsWith(name + end)).isPresent();
  }
}
