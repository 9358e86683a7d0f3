package io.registrybridge.status;

import io.registrybridge.sync.SinkReport;
import org.springframework.boot.health.contributor.Health;

/** What a sink's report means for its health: whether it can be read, whoever writes to it. */
final class SinkHealth {

  private SinkHealth() {}

  static Health of(SinkReport sink) {
    var health = sink.trouble().isEmpty() ? Health.up() : Health.down();
    health
        .withDetail("leader", sink.leader())
        .withDetail("heldBack", sink.heldBack().size())
        .withDetail("failed", sink.failed().size())
        .withDetail("rejected", sink.rejected().size());
    if (!sink.trouble().isEmpty()) {
      health.withDetail("trouble", sink.trouble());
      sink.troubleSince().ifPresent(since -> health.withDetail("since", since));
    }
    return health.build();
  }
}
