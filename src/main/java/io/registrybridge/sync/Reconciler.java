package io.registrybridge.sync;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Flaw;
import io.registrybridge.registry.Observation;
import io.registrybridge.registry.Reading;
import io.registrybridge.registry.Registry;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.Sink;
import io.registrybridge.sync.Delivery.Delivered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one pass: takes the registries' latest word, and makes every sink say it.
 *
 * <p>It does no I/O with registries, and remembers only what a restart would find again in the
 * sinks, except for the guards' latches and what operators let go.
 */
public final class Reconciler {

  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  /** What a pass saw and did. */
  record Pass(Map<String, RegistryReport> registries, Map<String, SinkReport> sinks, Tally tally) {}

  private final Map<String, Registry> registries = new TreeMap<>();
  private final List<Delivery> deliveries;
  private final Settings settings;
  private final Executor executor;

  private final Set<String> seenSinks = new HashSet<>();
  private Map<String, Instant> gapsSince = Map.of();
  private volatile Watchmen watchmen;

  /**
   * A reconciler that has made no pass.
   *
   * @param executor runs the sinks' parts of a pass side by side
   */
  public Reconciler(
      Collection<Registry> registries,
      Collection<Sink> sinks,
      Settings settings,
      Executor executor,
      Instant now) {
    registries.forEach(registry -> this.registries.put(registry.name(), registry));
    this.deliveries = sinks.stream().map(sink -> new Delivery(sink, settings)).toList();
    this.settings = settings;
    this.executor = executor;
    this.watchmen = Watchmen.over(this.registries.keySet(), now);
  }

  /**
   * Makes a pass. For one thread at a time.
   *
   * @param writing false to plan only
   */
  Pass pass(Instant now, boolean writing) {
    var observations = observations();
    var currents = currents();
    remember(currents, now);
    var judged = judge(observations.values(), now);
    gapsSince = openSince(judged.values(), now);
    var delivered = deliver(currents, Word.of(judged.values(), gapsSince), now, writing);
    return new Pass(
        registryReports(observations, judged, delivered.values()),
        sinkReports(delivered),
        delivered.values().stream().map(Delivered::tally).reduce(Tally.NOTHING, Tally::plus));
  }

  /** What is known before the first pass: who there is. */
  Pass unread() {
    var unread = new TreeMap<String, Reading>();
    registries.forEach((name, registry) -> unread.put(name, registry.latest().reading()));
    var delivered = new TreeMap<String, Delivered>();
    deliveries.forEach(sink -> delivered.put(sink.name(), sink.unread()));
    return new Pass(
        registryReports(observations(), unread, List.of()), sinkReports(delivered), Tally.NOTHING);
  }

  private Map<String, Observation> observations() {
    var observations = new TreeMap<String, Observation>();
    registries.forEach((name, registry) -> observations.put(name, registry.latest()));
    return observations;
  }

  private Map<Delivery, Current> currents() {
    var currents = new LinkedHashMap<Delivery, Current>();
    deliveries.forEach(delivery -> currents.put(delivery, delivery.look()));
    return currents;
  }

  /** Until a sink is read for the first time nobody knows what a registry's loss is measured by. */
  private void remember(Map<Delivery, Current> currents, Instant now) {
    currents.forEach(
        (delivery, current) -> {
          if (current instanceof Current.Known known && seenSinks.add(delivery.name())) {
            update(guards -> guards.remembering(known.actual(), settings.rules(), now));
          }
        });
  }

  private Map<String, Reading> judge(Collection<Observation> observations, Instant now) {
    var judged = new TreeMap<String, Reading>();
    for (var observation : observations) {
      var reading = observation.reading();
      var before = watchmen.guard(reading.registry());
      var guard =
          update(guards -> guards.after(reading, settings.limits(), now)).guard(reading.registry());
      var believed = guard.judged(reading);
      judged.put(reading.registry(), believed);
      if (before.tripped() != guard.tripped()) {
        turned(guard.tripped(), believed);
      }
    }
    return judged;
  }

  /** Passes and people both change the guards. */
  private synchronized Watchmen update(UnaryOperator<Watchmen> step) {
    watchmen = step.apply(watchmen);
    return watchmen;
  }

  private static void turned(boolean tripped, Reading believed) {
    if (tripped) {
      LOG.warn("{}: removals are held back, {}", believed.registry(), believed.reason());
    } else {
      LOG.info("{}: removals are believed again", believed.registry());
    }
  }

  private Map<String, Instant> openSince(Collection<Reading> readings, Instant now) {
    var since = new HashMap<String, Instant>();
    readings.stream()
        .filter(reading -> !reading.gaps().isEmpty())
        .map(Reading::registry)
        .forEach(registry -> since.put(registry, gapsSince.getOrDefault(registry, now)));
    return since;
  }

  private Map<String, Delivered> deliver(
      Map<Delivery, Current> currents, Word word, Instant now, boolean writing) {
    var running = new LinkedHashMap<String, CompletableFuture<Delivered>>();
    currents.forEach(
        (delivery, current) ->
            running.put(
                delivery.name(),
                CompletableFuture.supplyAsync(
                        () -> delivery.deliver(current, word, now, writing), executor)
                    .exceptionally(mistake -> broken(delivery, mistake))));
    var delivered = new TreeMap<String, Delivered>();
    running.forEach((sink, part) -> delivered.put(sink, part.join()));
    return delivered;
  }

  /** A mistake of ours in one sink's part must not keep the others from theirs. */
  private static Delivered broken(Delivery delivery, Throwable mistake) {
    LOG.error("{}: the pass broke off; this is a defect of the bridge", delivery.name(), mistake);
    return delivery.unreadable("a defect of the bridge: " + mistake);
  }

  private static Map<String, SinkReport> sinkReports(Map<String, Delivered> delivered) {
    var reports = new TreeMap<String, SinkReport>();
    delivered.forEach((sink, part) -> reports.put(sink, part.report()));
    return reports;
  }

  private Map<String, RegistryReport> registryReports(
      Map<String, Observation> observations,
      Map<String, Reading> judged,
      Collection<Delivered> delivered) {
    var flaws = new HashMap<String, Set<Flaw>>();
    delivered.stream()
        .flatMap(part -> part.flaws().stream())
        .forEach(
            flaw ->
                flaws.computeIfAbsent(flaw.service().registry(), key -> new HashSet<>()).add(flaw));
    var reports = new TreeMap<String, RegistryReport>();
    judged.forEach(
        (name, reading) -> {
          var latest = registries.get(name);
          var observation = observations.get(name);
          if (latest != null && observation != null) {
            var mappingFlaws = flaws.getOrDefault(name, Set.of());
            reports.put(name, report(latest, observation, reading, mappingFlaws));
          }
        });
    return reports;
  }

  private RegistryReport report(
      Registry registry, Observation observation, Reading judged, Set<Flaw> mappingFlaws) {
    var catalog = judged.catalog();
    return new RegistryReport(
        registry.name(),
        registry.kind(),
        state(observation, judged),
        catalog.services().size(),
        catalog.instances(),
        observation.lastAttempt(),
        observation.lastSuccess(),
        judged.reason(),
        watchmen.report(registry.name()),
        Stream.concat(catalog.flaws().stream(), mappingFlaws.stream()).sorted().toList());
  }

  private static RegistryReport.State state(Observation observation, Reading judged) {
    if (observation.lastAttempt().isEmpty()) {
      return RegistryReport.State.UNREAD;
    }
    if (judged instanceof Reading.Unavailable) {
      return RegistryReport.State.UNAVAILABLE;
    }
    return judged instanceof Reading.Partial
        ? RegistryReport.State.PARTIAL
        : RegistryReport.State.COMPLETE;
  }

  /** What a pass would do now, on any thread. */
  List<Preview> preview(Instant now) {
    var guards = watchmen;
    var judged = new ArrayList<Reading>();
    for (var registry : registries.values()) {
      var reading = registry.latest().reading();
      var guard = guards.guard(registry.name()).after(reading, settings.limits(), now);
      judged.add(guard.judged(reading));
    }
    var word = Word.of(judged, Map.of());
    return deliveries.stream().map(delivery -> delivery.preview(word, now)).toList();
  }

  /** What the registry lists as of its latest reading, on any thread. */
  Optional<Catalog> catalog(String registry) {
    return Optional.ofNullable(registries.get(registry))
        .map(known -> known.latest().reading().catalog());
  }

  /** Lets go what is held of this registry now, on any thread. */
  Optional<GuardReport> release(String registry, Instant now) {
    deliveries.forEach(delivery -> delivery.release(registry));
    return registries.containsKey(registry)
        ? Optional.of(update(guards -> guards.released(registry, now)).report(registry))
        : Optional.empty();
  }

  Collection<Registry> registries() {
    return registries.values();
  }
}
