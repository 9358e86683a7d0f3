package io.registrybridge.status;

import io.registrybridge.sync.RegistryReport;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/** What a registry's report means for its health. One that answers in part is up. */
final class RegistryHealth {

  private RegistryHealth() {}

  static Health of(RegistryReport registry) {
    var health = Health.status(status(registry.state()));
    health.withDetail("state", Spelling.of(registry.state()));
    if (!registry.reason().isEmpty()) {
      health.withDetail("reason", registry.reason());
    }
    registry.lastSuccess().ifPresent(at -> health.withDetail("lastSuccess", at));
    return health.build();
  }

  private static Status status(RegistryReport.State state) {
    return switch (state) {
      case COMPLETE, PARTIAL -> Status.UP;
      case UNAVAILABLE -> Status.DOWN;
      case UNREAD -> Status.UNKNOWN;
    };
  }
}
