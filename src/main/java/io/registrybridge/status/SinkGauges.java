package io.registrybridge.status;

import io.registrybridge.plan.Rejection.Cause;
import io.registrybridge.sync.SinkReport;

/** What is measured of a sink. */
final class SinkGauges {

  private SinkGauges() {}

  static void bind(Gauges<SinkReport> gauges) {
    gauges
        .addTruth("bridge.sink.readable", "Whether it can be read", one -> one.trouble().isEmpty())
        .addTruth("bridge.sink.leader", "Whether this bridge writes to it", SinkReport::leads)
        .addTruth(
            "bridge.sink.leader.known",
            "Whether it could be found out who writes to it",
            one -> one.leaderTrouble().isEmpty())
        .add(
            "bridge.sink.leader.changes",
            "How often another replica than before came to write",
            SinkReport::leaderChanges)
        .add("bridge.sink.resources", "The bridge's own resources there", SinkReport::resources)
        .add("bridge.sink.endpoints", "Endpoints that those have", SinkReport::endpoints)
        .add("bridge.sink.held.back", "Changes held back", one -> one.heldBack().size())
        .add("bridge.sink.failed", "Changes to be tried again", one -> one.failed().size())
        .add("bridge.sink.lacks", "Rules of RBAC that it lacks there", one -> one.lacks().size())
        .addCount(
            "bridge.sink.repairs",
            "How often something that others had changed or deleted was put right",
            one -> one.upkeep().repairs())
        .addCount(
            "bridge.sink.watch.restarts",
            "How often the watch on it broke off and was begun anew",
            one -> one.upkeep().restarts());
    for (var cause : Cause.values()) {
      gauges
          .with("cause", Spelling.of(cause))
          .add(
              "bridge.sink.rejected",
              "What cannot be written, by what is in the way",
              one -> one.rejected().stream().filter(other -> other.cause() == cause).count());
    }
  }
}
