package io.registrybridge.status;

import io.registrybridge.sync.RegistryReport;
import io.registrybridge.sync.RegistryReport.State;

/** What is measured of a registry. */
final class RegistryGauges {

  private RegistryGauges() {}

  static void bind(Age age, Gauges<RegistryReport> gauges) {
    gauges
        .addTruth("bridge.registry.up", "Whether it answers, if in part", RegistryGauges::up)
        .addSeconds(
            "bridge.registry.success.age",
            "Time since it last answered",
            registry -> age.seconds(registry.lastSuccess()))
        .addSeconds(
            "bridge.registry.complete.age",
            "Time since it was last read in full; one that is watched may say for long that nothing"
                + " changed",
            registry -> age.seconds(registry.lastComplete()))
        .add("bridge.registry.services", "Services it lists", RegistryReport::services)
        .add("bridge.registry.instances", "Instances it lists", RegistryReport::instances)
        .add("bridge.registry.flaws", "What could not be used", one -> one.flaws().size())
        .addCount(
            "bridge.registry.watch.restarts",
            "How often its watch broke off and was begun anew; never, where it is asked every so"
                + " often instead",
            RegistryReport::restarts);
    bindStates(gauges);
    bindGuard(gauges);
  }

  private static boolean up(RegistryReport registry) {
    return registry.state() == State.COMPLETE || registry.state() == State.PARTIAL;
  }

  private static void bindStates(Gauges<RegistryReport> gauges) {
    for (var state : State.values()) {
      gauges
          .with("state", Spelling.of(state))
          .addTruth(
              "bridge.registry.state",
              "1 for the state it is in, 0 for the others",
              registry -> registry.state() == state);
    }
  }

  private static void bindGuard(Gauges<RegistryReport> gauges) {
    gauges
        .addTruth(
            "bridge.guard.tripped",
            "Whether removals are held because too much was lost",
            registry -> registry.guard().tripped())
        .add(
            "bridge.guard.level.endpoints",
            "Endpoints that are there",
            registry -> registry.guard().level().endpoints())
        .add(
            "bridge.guard.level.services",
            "Services that have endpoints",
            registry -> registry.guard().level().services())
        .add(
            "bridge.guard.mark.endpoints",
            "Endpoints against which losses are measured",
            registry -> registry.guard().mark().endpoints())
        .add(
            "bridge.guard.mark.services",
            "Services against which losses are measured",
            registry -> registry.guard().mark().services());
  }
}
