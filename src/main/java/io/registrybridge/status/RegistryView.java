package io.registrybridge.status;

import io.registrybridge.sync.GuardReport;
import io.registrybridge.sync.RegistryReport;
import java.time.Instant;
import java.util.Optional;

/** A registry as operators see it, in figures. */
record RegistryView(
    String kind,
    String state,
    int services,
    int instances,
    Optional<Instant> lastAttempt,
    Optional<Instant> lastSuccess,
    String reason,
    GuardReport guard) {

  static RegistryView of(RegistryReport registry) {
    return new RegistryView(
        registry.kind(),
        Spelling.of(registry.state()),
        registry.services(),
        registry.instances(),
        registry.lastAttempt(),
        registry.lastSuccess(),
        registry.reason(),
        registry.guard());
  }
}
