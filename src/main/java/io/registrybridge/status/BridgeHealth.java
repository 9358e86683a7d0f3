package io.registrybridge.status;

import io.registrybridge.mesh.Audience;
import io.registrybridge.sync.Bridge;
import io.registrybridge.sync.Report;
import io.registrybridge.sync.SinkReport;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether the bridge has begun its work: a pass was made, each required registry was asked or has
 * kept it waiting for long enough, and istiods that ask the bridge itself are answered.
 *
 * <p>A replica that lags behind another is not ready: it cannot read a sink which the one that
 * leads renews its lead in. If no other leads either, it is as ready as any.
 *
 * <p>That a registry was asked is enough, whatever it answered: what came from it stands in the
 * sinks, and a bridge that is not ready mends nothing.
 */
record BridgeHealth(Bridge bridge, BridgeInfo info, Clock clock) implements HealthIndicator {

  @Override
  public Health health() {
    var report = bridge.report();
    var passed = report.lastPass().isPresent();
    var awaited = awaited(report);
    var answering = bridge.audiences().values().stream().allMatch(Audience::answered);
    var behind = report.sinks().values().stream().filter(SinkReport::behind).toList();
    var ready = passed && awaited.isEmpty() && answering && behind.isEmpty();
    return (ready ? Health.up() : Health.outOfService())
        .withDetail("passed", passed)
        .withDetail("waitingFor", awaited)
        .withDetail("answering", answering)
        .withDetail("behind", behind.stream().map(SinkReport::name).toList())
        .withDetail("paused", bridge.paused())
        .build();
  }

  private List<String> awaited(Report report) {
    var patienceEnds = info.startedAt().plus(info.startupWait());
    return clock.instant().isBefore(patienceEnds)
        ? info.required().stream().filter(registry -> !asked(registry, report)).toList()
        : List.of();
  }

  private static boolean asked(String registry, Report report) {
    return Optional.ofNullable(report.registries().get(registry))
        .flatMap(told -> told.lastAttempt())
        .isPresent();
  }
}
