package io.registrybridge.bench;

import java.time.Duration;
import java.util.List;

/** Which of many times so large a share of them does not exceed. */
final class Percentile {

  private Percentile() {}

  /** In milliseconds. */
  static double of(double share, List<Duration> times) {
    var sorted = times.stream().sorted().toList();
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1).toNanos() / 1e6;
  }
}
