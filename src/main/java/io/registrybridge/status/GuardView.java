package io.registrybridge.status;

import io.registrybridge.guard.Level;
import io.registrybridge.sync.GuardReport;
import io.registrybridge.sync.Report;
import io.registrybridge.sync.SinkReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/** What the guard says of each registry: what {@code GET /actuator/guard} answers. */
record GuardView(Map<String, OfRegistry> registries) implements OperationResponseBody {

  /**
   * What it says of one.
   *
   * @param heldBack what waits for this registry's word, by the sink's name
   */
  record OfRegistry(
      boolean tripped,
      Optional<Instant> since,
      Level mark,
      Level level,
      Map<String, List<HeldView>> heldBack) {}

  /** What the guard says after a release. */
  record Released(
      String registry, boolean tripped, Optional<Instant> since, Level mark, Level level)
      implements OperationResponseBody {

    static Released of(String registry, GuardReport guard) {
      return new Released(registry, guard.tripped(), guard.since(), guard.mark(), guard.level());
    }
  }

  static GuardView of(Report report) {
    return new GuardView(
        ByName.of(
            report.registries(),
            registry -> of(registry.guard(), heldBack(registry.name(), report))));
  }

  private static OfRegistry of(GuardReport guard, Map<String, List<HeldView>> heldBack) {
    return new OfRegistry(guard.tripped(), guard.since(), guard.mark(), guard.level(), heldBack);
  }

  private static Map<String, List<HeldView>> heldBack(String registry, Report report) {
    return ByName.of(report.sinks(), sink -> heldBack(registry, sink));
  }

  private static List<HeldView> heldBack(String registry, SinkReport sink) {
    return Obstacles.held(sink.heldBack(), held -> held.registry().equals(registry));
  }
}
