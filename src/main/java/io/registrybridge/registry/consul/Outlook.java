package io.registrybridge.registry.consul;

import io.registrybridge.registry.Worker;
import java.time.Duration;

/**
 * How one place is looked at.
 *
 * @param share how many services may have a connection each
 */
record Outlook(
    Place place,
    Choices choices,
    ConsulClient client,
    Worker worker,
    int share,
    int readsPerSecond) {

  /** How often services are read of which nobody knows whether they changed. */
  Pace sweeping() {
    return new Pace(1, Duration.ofSeconds(1).dividedBy(readsPerSecond));
  }

  /**
   * How often it may be asked for news of one service. Its index may move without any; whoever
   * changes all the time is heard once in a second.
   */
  static Pace ofOne() {
    return new Pace(5, Duration.ofSeconds(1));
  }

  /** How often it may be asked for news of them all. */
  static Pace ofAll() {
    return new Pace(20, Duration.ofMillis(50));
  }
}
