package io.registrybridge.sync;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.guard.Losses;
import io.registrybridge.mapping.Census;
import io.registrybridge.plan.Actual;
import io.registrybridge.registry.Observation;
import io.registrybridge.registry.Reading;
import io.registrybridge.registry.Registry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears the registries, and says how much of their word is believed. What it remembers are the
 * guards, and since when there are gaps.
 */
final class Judge {

  private static final Logger LOG = LoggerFactory.getLogger(Judge.class);

  private final SortedMap<String, Registry> registries = new TreeMap<>();
  private final Settings settings;
  private final Census census;
  private volatile Watchmen watchmen;

  Judge(Collection<Registry> registries, Settings settings, Instant now) {
    registries.forEach(registry -> this.registries.put(registry.name(), registry));
    this.settings = settings;
    this.census = new Census(settings.mapping());
    this.watchmen = Watchmen.over(this.registries.keySet(), now);
  }

  /** What the registries said when there was no pass yet. */
  Hearing unheard() {
    return new Hearing(observations(), readings(observations()), Map.of(), Map.of());
  }

  /**
   * What the registries say now. The guards take notice of it.
   *
   * @param before the hearing before this one
   */
  Hearing hear(Hearing before, Instant now) {
    var observations = observations();
    var believed = readings(observations);
    believed.replaceAll(
        (registry, reading) -> judged(reading, missed(registry, before, observations), now));
    var losses = watchmen.losses();
    return new Hearing(observations, believed, openSince(believed, before, now), losses);
  }

  /**
   * What the registries say now, as the guards would judge it; they take no notice.
   *
   * @param before the hearing of the last pass
   */
  Hearing opinion(Hearing before, Instant now) {
    var guards = watchmen;
    var observations = observations();
    var believed = readings(observations);
    var counting = census.fork(); // the other one is the passes' own
    believed.replaceAll(
        (registry, reading) ->
            after(guards, reading, false, counting, now).guard(registry).judged(reading));
    return new Hearing(observations, believed, before.gapsSince(), before.losses());
  }

  private SortedMap<String, Observation> observations() {
    var observations = new TreeMap<String, Observation>();
    registries.forEach((name, registry) -> observations.put(name, registry.latest()));
    return observations;
  }

  private static SortedMap<String, Reading> readings(Map<String, Observation> observations) {
    var readings = new TreeMap<String, Reading>();
    observations.forEach((name, observation) -> readings.put(name, observation.reading()));
    return readings;
  }

  /** Whether a registry was silent between two passes, whatever it says now. */
  private static boolean missed(
      String registry, Hearing before, Map<String, Observation> observations) {
    return !silence(registry, observations).equals(silence(registry, before.observations()));
  }

  private static Optional<Instant> silence(String registry, Map<String, Observation> observations) {
    return Optional.ofNullable(observations.get(registry)).flatMap(Observation::lastSilence);
  }

  private Watchmen after(
      Watchmen guards, Reading reading, boolean missed, Census counting, Instant now) {
    var registry = reading.registry();
    var count =
        counting.count(registry, reading.catalog(), reading::hides, reading.tellsWhatIsAbsent());
    var measured = guards.remembers(registry) ? guards.without(count.uncalled(), registry) : guards;
    return measured.after(reading, count, missed || count.diminished(), settings, now);
  }

  private Reading judged(Reading reading, boolean missed, Instant now) {
    var before = watchmen.guard(reading.registry());
    var guard =
        update(guards -> after(guards, reading, missed, census, now)).guard(reading.registry());
    var believed = guard.judged(reading);
    if (before.tripped() != guard.tripped()) {
      turned(guard.tripped(), believed);
    }
    return believed;
  }

  private static void turned(boolean tripped, Reading believed) {
    if (tripped) {
      LOG.atWarn()
          .addKeyValue("registry", believed.registry())
          .addKeyValue("reason", believed.reason())
          .log(
              "{}: removals are held back, {}; POST /actuator/guard/{} lets them go",
              believed.registry(),
              believed.reason(),
              believed.registry());
    } else {
      LOG.atInfo()
          .addKeyValue("registry", believed.registry())
          .log("{}: removals are believed again", believed.registry());
    }
  }

  private static Map<String, Instant> openSince(
      Map<String, Reading> readings, Hearing before, Instant now) {
    var since = new HashMap<String, Instant>();
    readings.forEach(
        (registry, reading) -> {
          if (!reading.gaps().isEmpty()) {
            since.put(registry, before.gapsSince().getOrDefault(registry, now));
          }
        });
    return since;
  }

  /** Passes and people both change the guards. */
  private synchronized Watchmen update(UnaryOperator<Watchmen> step) {
    watchmen = step.apply(watchmen);
    return watchmen;
  }

  /**
   * A sink turns out to hold something, by which the losses of its registries are measured.
   *
   * @param settings the sink's
   */
  void remember(Actual actual, Settings settings, Instant now) {
    update(guards -> guards.remembering(actual, settings, now));
  }

  /** A sink's memory of what was lost in earlier runs turns up. */
  void recall(Map<String, Losses> losses) {
    update(guards -> guards.recalling(losses));
  }

  /** What the guard says of this registry, on any thread; empty if none has this name. */
  Optional<GuardReport> guard(String registry) {
    return registries.containsKey(registry)
        ? Optional.of(watchmen.report(registry))
        : Optional.empty();
  }

  /** Lets go what the guard holds of this registry now, on any thread. */
  Optional<GuardReport> release(String registry, Instant now) {
    return registries.containsKey(registry)
        ? Optional.of(update(guards -> guards.released(registry, now)).report(registry))
        : Optional.empty();
  }

  /** Whether a registry's loss will be believed if it stays as it is until it has settled. */
  boolean settling() {
    return watchmen.settling();
  }

  /** What the registry lists as of its latest reading, on any thread. */
  Optional<Catalog> catalog(String registry) {
    return Optional.ofNullable(registries.get(registry))
        .map(known -> known.latest().reading().catalog());
  }

  /** Reads all registries side by side, for no longer than this. */
  void refresh(Executor executor, Duration patience) throws InterruptedException {
    var reads =
        registries.values().stream()
            .map(registry -> CompletableFuture.runAsync(registry::refresh, executor))
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(reads).get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException late) {
      LOG.debug("the pass goes by what is known of the registries that have not answered", late);
    }
  }
}
