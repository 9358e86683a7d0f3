package io.registrybridge.sync;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.guard.Guard;
import io.registrybridge.guard.Level;
import io.registrybridge.guard.Losses;
import io.registrybridge.mapping.Count;
import io.registrybridge.mapping.Headcount;
import io.registrybridge.plan.Actual;
import io.registrybridge.plan.Policy;
import io.registrybridge.registry.Reading;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The guards of all registries. A value.
 *
 * @param remembered what stood in the sinks of each registry's when the bridge began, as long as
 *     its word was not believed since
 * @param awaited what of that a registry could not speak of until now, though its word was believed
 */
record Watchmen(
    Map<String, Guard> guards,
    Map<String, Set<Place>> remembered,
    Map<String, Set<Place>> awaited) {

  Watchmen {
    guards = Collections.unmodifiableMap(new TreeMap<>(guards));
    remembered = Map.copyOf(remembered);
    awaited = Map.copyOf(awaited);
  }

  /** Guards that measure against nothing yet. */
  static Watchmen over(Set<String> registries, Instant now) {
    var guards = new HashMap<String, Guard>();
    registries.forEach(registry -> guards.put(registry, Guard.from(Level.NOTHING, now)));
    return new Watchmen(guards, Map.of(), Map.of());
  }

  /**
   * These guards when a sink turns out to hold something.
   *
   * @param settings the sink's; what came from registries that do not feed it measures nothing
   */
  Watchmen remembering(Actual actual, Settings settings, Instant now) {
    var places =
        actual
            .own(settings.rules())
            .flatMap(standing -> standing.service().stream())
            .flatMap(Place::all)
            .filter(place -> settings.registries().contains(place.registry()))
            .collect(groupingBy(Place::registry, toSet()));
    var next = new HashMap<>(guards);
    next.replaceAll(
        (registry, guard) ->
            guard.remembering(Place.level(places.getOrDefault(registry, Set.of())), now));
    var all = new HashMap<>(remembered);
    places.forEach((registry, more) -> all.merge(registry, more, Watchmen::both));
    return new Watchmen(next, all, awaited);
  }

  /** These guards, which know of losses of earlier runs. */
  Watchmen recalling(Map<String, Losses> losses) {
    var next = new HashMap<>(guards);
    losses.forEach(
        (registry, lost) ->
            next.computeIfPresent(registry, (same, guard) -> guard.recalling(lost)));
    return new Watchmen(next, remembered, awaited);
  }

  /** What was believed to be gone lately, by registry. */
  Map<String, Losses> losses() {
    var losses = new TreeMap<String, Losses>();
    guards.forEach((registry, guard) -> losses.put(registry, guard.losses()));
    losses.values().removeIf(Losses.NONE::equals);
    return losses;
  }

  private static Set<Place> both(Set<Place> one, Set<Place> other) {
    return Stream.concat(one.stream(), other.stream()).collect(toSet());
  }

  /**
   * The level of a reading.
   *
   * <p>What somebody took out counts as there. Of a registry whose word was not believed since the
   * bridge began only what stands in a sink does: nobody else knows that it was there before. And
   * what the policy leaves in the sinks anyhow is no loss, nor is what the reading cannot speak of.
   */
  private Level level(Reading reading, Count count, Policy policy) {
    var registry = reading.registry();
    var places = remembered.get(registry);
    if (places == null) {
      var hidden = hidden(awaited.getOrDefault(registry, Set.of()), reading);
      return level(count.all()).plus(Place.level(hidden));
    }
    var addresses = places.stream().map(Place::address).collect(toSet());
    var listed = level(count.excusing(addresses::contains));
    return listed.plus(
        Place.level(
            policy == Policy.SYNC ? hidden(places, reading) : unlisted(places, reading.catalog())));
  }

  /**
   * Whether something is not there that was. What came meanwhile makes up for its number, but not
   * for it.
   */
  private boolean lacking(Reading reading, Count count, Policy policy) {
    var places = remembered.get(reading.registry());
    if (places == null) {
      return count.lacks();
    }
    var there = new HashMap<ServiceKey, Set<String>>(); // a service may have 100,000
    return policy == Policy.SYNC
        && places.stream()
            .filter(place -> place.keys().noneMatch(reading::hides))
            .anyMatch(
                place ->
                    place
                        .keys()
                        .noneMatch(
                            key ->
                                there
                                    .computeIfAbsent(key, count::addresses)
                                    .contains(place.address())));
  }

  private static Set<Place> hidden(Set<Place> places, Reading reading) {
    return unlisted(places, reading.catalog()).stream()
        .filter(place -> place.keys().anyMatch(reading::hides))
        .collect(toSet());
  }

  private static Level level(Headcount count) {
    return new Level(count.endpoints(), count.services());
  }

  private static Set<Place> unlisted(Set<Place> places, Catalog catalog) {
    var listed = catalog.services().keySet();
    return places.stream()
        .filter(place -> place.keys().noneMatch(listed::contains))
        .collect(toSet());
  }

  /** Whether the registry's word was not believed yet since the bridge began. */
  boolean remembers(String registry) {
    return remembered.containsKey(registry);
  }

  /**
   * These guards, measured without services that a registry lists but the configuration does not
   * want any more: they stand in the sinks, and if they go it is not the registry that lost them.
   */
  Watchmen without(Set<ServiceKey> uncalled, String registry) {
    var places = remembered.getOrDefault(registry, Set.of());
    var rest =
        places.stream()
            .filter(place -> !place.keys().allMatch(uncalled::contains))
            .collect(toSet());
    if (rest.equals(places)) {
      return this;
    }
    var others = new HashMap<>(remembered);
    others.put(registry, rest);
    var measured =
        with(registry, guard(registry).recounting(Place.level(places), Place.level(rest)));
    return new Watchmen(measured.guards, others, awaited);
  }

  /**
   * These guards after one more reading.
   *
   * @param missed whether there was a silence since the last one
   * @param settings by whose policy and limits it is judged
   */
  Watchmen after(Reading reading, Count count, boolean missed, Settings settings, Instant now) {
    var registry = reading.registry();
    var policy = settings.rules().policy();
    var level = level(reading, count, policy);
    var waiting = awaited.getOrDefault(registry, Set.of());
    var silent = missed || !hidden(waiting, reading).equals(waiting);
    var before = silent ? guard(registry).silenced(now) : guard(registry);
    var lacking = before.tripped() ? count.lacks() : lacking(reading, count, policy);
    var after = before.after(reading, level, lacking, settings.limits(), now);
    var next = with(registry, after);
    if (!reading.tellsWhatIsAbsent() || after.tripped()) {
      return next;
    }
    var believing = next.believing(reading);
    var recounted = after.recounting(level, believing.level(reading, count, policy));
    return believing.with(registry, recounted);
  }

  /** What it could not speak of in this reading is waited for. */
  private Watchmen believing(Reading reading) {
    var registry = reading.registry();
    var open = remembered.getOrDefault(registry, awaited.getOrDefault(registry, Set.of()));
    var waiting = new HashMap<>(awaited);
    var hidden = hidden(open, reading);
    if (hidden.isEmpty()) {
      waiting.remove(registry);
    } else {
      waiting.put(registry, hidden);
    }
    var others = new HashMap<>(remembered);
    others.remove(registry);
    return new Watchmen(guards, others, waiting);
  }

  /** These guards after an operator's word; where nothing is held it says nothing. */
  Watchmen released(String registry, Instant now) {
    var guard = guard(registry);
    return guard.tripped() ? with(registry, guard.released(now)) : this;
  }

  private Watchmen with(String registry, Guard guard) {
    var next = new HashMap<>(guards);
    next.put(registry, guard);
    return new Watchmen(next, remembered, awaited);
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
