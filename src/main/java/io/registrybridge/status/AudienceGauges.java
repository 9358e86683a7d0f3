package io.registrybridge.status;

import io.registrybridge.mesh.Audience;
import io.registrybridge.mesh.Istiod;
import java.time.Duration;
import java.util.Comparator;

/** What is measured of those who read from the bridge itself. Istiods have no series each. */
final class AudienceGauges {

  private AudienceGauges() {}

  static void bind(Gauges<Audience> gauges) {
    gauges
        .add("bridge.sink.istiods", "Istiods that are connected", one -> one.istiods().size())
        .addSeconds(
            "bridge.sink.istiods.lag",
            "For how long the slowest istiod has not taken something",
            one -> longest(one).toMillis() / 1000.0);
  }

  private static Duration longest(Audience audience) {
    return audience.istiods().stream()
        .map(Istiod::lag)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }
}
