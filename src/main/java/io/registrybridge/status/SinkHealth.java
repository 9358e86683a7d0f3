package io.registrybridge.status;

import io.registrybridge.sync.SinkReport;
import org.springframework.boot.health.contributor.Health;

/**
 * What a sink's report means for its health: whether it can be read, and who writes to it found
 * out.
 */
final class SinkHealth {

  private SinkHealth() {}

  static Health of(SinkReport sink) {
    var health = healthy(sink) ? Health.up() : Health.down();
    health
        .withDetail("leader", sink.leads())
        .withDetail("heldBack", sink.heldBack().size())
        .withDetail("failed", sink.failed().size())
        .withDetail("rejected", sink.rejected().size());
    if (!sink.trouble().isEmpty()) {
      health.withDetail("trouble", sink.trouble());
      sink.troubleSince().ifPresent(since -> health.withDetail("since", since));
    }
    if (!sink.leaderTrouble().isEmpty()) {
      health.withDetail("leaderTrouble", sink.leaderTrouble());
    }
    return health.build();
  }

  private static boolean healthy(SinkReport sink) {
    return sink.trouble().isEmpty() && sink.leaderTrouble().isEmpty();
  }
}
