package io.registrybridge.sync;

import io.registrybridge.guard.Guard;
import io.registrybridge.guard.Level;
import io.registrybridge.guard.Limits;
import io.registrybridge.mesh.Keys;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.plan.Actual;
import io.registrybridge.registry.Reading;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The guards of all registries. A value. */
record Watchmen(Map<String, Guard> guards) {

  Watchmen {
    guards = Collections.unmodifiableMap(new TreeMap<>(guards));
  }

  /** Guards that measure against nothing yet. */
  static Watchmen over(Set<String> registries, Instant now) {
    var guards = new HashMap<String, Guard>();
    registries.forEach(registry -> guards.put(registry, Guard.from(Level.NOTHING, now)));
    return new Watchmen(guards);
  }

  /**
   * These guards when a sink turns out to hold something.
   *
   * @param settings the sink's; what came from registries that do not feed it measures nothing
   */
  Watchmen remembering(Actual actual, Settings settings, Instant now) {
    var levels = new HashMap<String, Level>();
    actual
        .of(settings.rules().owner())
        .flatMap(standing -> standing.service().stream())
        .forEach(service -> count(service, levels));
    var next = new HashMap<>(guards);
    levels.keySet().retainAll(settings.registries());
    levels.forEach(
        (registry, level) ->
            next.computeIfPresent(registry, (name, guard) -> guard.remembering(level, now)));
    return new Watchmen(next);
  }

  private static void count(MeshService service, Map<String, Level> levels) {
    var endpoints = new HashMap<String, Integer>();
    service.spec().endpoints().stream()
        .flatMap(endpoint -> endpoint.labels().keySet().stream())
        .filter(Keys::isFrom)
        .forEach(key -> endpoints.merge(Keys.registryOf(key), 1, Integer::sum));
    endpoints.forEach(
        (registry, count) ->
            levels.merge(
                registry,
                new Level(count, 1),
                (one, other) ->
                    new Level(
                        one.endpoints() + other.endpoints(), one.services() + other.services())));
  }

  Watchmen after(Reading reading, Limits limits, Instant now) {
    return with(reading.registry(), guard(reading.registry()).after(reading, limits, now));
  }

  Watchmen released(String registry, Instant now) {
    return with(registry, guard(registry).released(now));
  }

  private Watchmen with(String registry, Guard guard) {
    var next = new HashMap<>(guards);
    next.put(registry, guard);
    return new Watchmen(next);
  }

  /** Whether a loss waits for nothing but the time to be believed. */
  boolean settling() {
    return guards.values().stream().anyMatch(Guard::settling);
  }

  Guard guard(String registry) {
    var guard = guards.get(registry);
    if (guard == null) {
      throw new IllegalArgumentException("no registry is called '" + registry + "'");
    }
    return guard;
  }

  GuardReport report(String registry) {
    var guard = guard(registry);
    return new GuardReport(guard.tripped(), guard.since(), guard.mark(), guard.level());
  }
}
