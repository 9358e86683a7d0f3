package io.registrybridge.sync;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import io.registrybridge.guard.Guard;
import io.registrybridge.guard.Level;
import io.registrybridge.guard.Limits;
import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.Keys;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.plan.Actual;
import io.registrybridge.registry.Reading;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

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
    var next = new HashMap<>(guards);
    var places =
        actual
            .own(settings.rules())
            .flatMap(standing -> standing.service().stream())
            .flatMap(Watchmen::places)
            .filter(place -> settings.registries().contains(place.registry()))
            .collect(groupingBy(Place::registry, toSet()));
    next.replaceAll(
        (registry, guard) ->
            guard.remembering(level(places.getOrDefault(registry, Set.of())), now));
    return new Watchmen(next);
  }

  /**
   * An endpoint as its registry counts it: once, though the configuration may have given the
   * service a second host meanwhile, of which the registry knows nothing.
   */
  private record Place(
      String registry, List<Origin> origins, String address, Collection<Integer> ports) {}

  private static Stream<Place> places(MeshService service) {
    return service.spec().endpoints().stream()
        .flatMap(
            endpoint ->
                endpoint.labels().keySet().stream()
                    .filter(Keys::isFrom)
                    .map(Keys::registryOf)
                    .map(registry -> place(registry, service, endpoint)));
  }

  private static Place place(String registry, MeshService service, Endpoint endpoint) {
    var origins =
        service.origins().stream().filter(origin -> origin.registry().equals(registry)).toList();
    return new Place(registry, origins, endpoint.address(), Set.copyOf(endpoint.ports().values()));
  }

  private static Level level(Set<Place> places) {
    var services = places.stream().map(Place::origins).distinct().count();
    return new Level(places.size(), (int) services);
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
