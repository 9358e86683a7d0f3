package io.registrybridge.sync;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A pass whose parts have all ended, as they have when they run on the caller's thread. */
record Pass(Map<String, RegistryReport> registries, Map<String, SinkReport> sinks, Tally tally) {

  static Pass made(Reconciler bridge, Instant now) {
    var tally =
        bridge.begin(now, () -> true, () -> false).stream()
            .map(part -> part.join().tally())
            .reduce(Tally.NOTHING, Tally::plus);
    var report = bridge.report(List.of());
    return new Pass(report.registries(), report.sinks(), tally);
  }
}
