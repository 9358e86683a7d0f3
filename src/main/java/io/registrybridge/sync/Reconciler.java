package io.registrybridge.sync;

import static java.util.stream.Collectors.toMap;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.mesh.Audience;
import io.registrybridge.registry.Registry;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.Leadership;
import io.registrybridge.sink.Sink;
import io.registrybridge.sync.Lane.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Makes passes: takes the registries' latest word, and makes every sink say it.
 *
 * <p>It remembers only what a restart would find again in the sinks, except for the guards' latches
 * and what operators let go. A slow sink keeps no other from the next pass: it takes part in a pass
 * only if its part in those before has ended.
 */
public final class Reconciler {

  private final Judge judge;
  private final Minutes minutes;
  private final List<Lane> lanes;
  private final Settings settings;
  private final Executor executor;

  private final Set<Lane> seen = new HashSet<>();
  private final Set<Lane> recalled = new HashSet<>();
  private volatile Hearing hearing;

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
    this.judge = new Judge(registries, settings, now);
    var kinds = registries.stream().collect(toMap(Registry::name, Registry::kind));
    this.minutes = new Minutes(kinds, name -> judge.guard(name).orElseThrow());
    this.lanes =
        sinks.stream()
            .map(sink -> new Lane(new Delivery(sink, settings.of(sink.name())), executor))
            .toList();
    this.settings = settings;
    this.executor = executor;
    this.hearing = judge.unheard();
  }

  /**
   * Begins a pass. For one thread at a time; no I/O with registries.
   *
   * @param writing false to plan only; asked when a sink's part begins
   * @param pressing whether the next pass waits for a sink to be free; asked while parts run
   * @return a part per sink; none for a sink that is busy with an earlier pass
   */
  List<CompletableFuture<Part>> begin(
      Instant now, BooleanSupplier writing, BooleanSupplier pressing) {
    var looks = looks(now);
    recall();
    var heard = judge.hear(hearing, now);
    hearing = heard;
    return lanes.stream()
        .flatMap(
            lane -> {
              var delivery = lane.delivery();
              var word = heard.word(delivery.settings().registries());
              var look = looks.getOrDefault(lane, delivery::look);
              return lane
                  .begin(
                      slice ->
                          delivery.deliver(look.get(), word, now, writing.getAsBoolean(), slice),
                      now,
                      pressing)
                  .stream();
            })
        .toList();
  }

  /**
   * How to look at the sinks that were never seen. Until a sink was, nobody knows what a registry's
   * loss is measured by, so that comes before anything is believed.
   */
  private Map<Lane, Supplier<Current>> looks(Instant now) {
    var looks = new HashMap<Lane, Supplier<Current>>();
    lanes.stream()
        .filter(lane -> !seen.contains(lane))
        .forEach(lane -> firstLook(lane, now).ifPresent(unknown -> looks.put(lane, () -> unknown)));
    return looks;
  }

  /** Empty if the sink is seen now. */
  private Optional<Current> firstLook(Lane lane, Instant now) {
    var current = lane.delivery().look();
    if (current instanceof Current.Known known) {
      seen.add(lane);
      judge.remember(known.actual(), lane.delivery().settings(), now);
      return Optional.empty();
    }
    return Optional.of(current);
  }

  /** What was lost in earlier runs adds to what is lost in this one. */
  private void recall() {
    lanes.stream()
        .filter(lane -> seen.contains(lane) && !recalled.contains(lane))
        .forEach(
            lane ->
                lane.delivery()
                    .legacy()
                    .kept()
                    .ifPresent(
                        losses -> {
                          recalled.add(lane);
                          judge.recall(losses);
                        }));
  }

  /** What is known of the registries and of the sinks. */
  Report report(List<PassReport> passes) {
    var flaws = lanes.stream().map(lane -> lane.latest().flaws()).toList();
    var sinks = new TreeMap<String, SinkReport>();
    lanes.forEach(lane -> sinks.put(lane.delivery().name(), lane.latest().report()));
    return new Report(minutes.of(hearing, flaws), sinks, passes);
  }

  /** The report with who writes now, which turns between passes. */
  Report led(Report report) {
    var sinks = new TreeMap<>(report.sinks());
    lanes.forEach(
        lane ->
            sinks.computeIfPresent(
                lane.delivery().name(), (name, sink) -> sink.with(lane.delivery().leader())));
    return new Report(report.registries(), sinks, report.passes());
  }

  /** Whether a sink's part of a pass has been running for so long that it may never end. */
  boolean late() {
    return lanes.stream().filter(Lane::late).count() > 0; // all of them, since each is logged
  }

  /** Who reads from the bridge itself, by sink, on any thread. */
  SortedMap<String, Audience> audiences() {
    var audiences = new TreeMap<String, Audience>();
    lanes.forEach(lane -> audiences.put(lane.delivery().name(), lane.delivery().audience()));
    return audiences;
  }

  /** What a pass would do now, on any thread. */
  List<Preview> preview(Instant now) {
    var opinion = judge.opinion(hearing, now);
    return lanes.stream()
        .map(Lane::delivery)
        .map(one -> one.planning().preview(opinion.word(one.settings().registries()), now))
        .toList();
  }

  /** What the registry lists as of its latest reading, on any thread. */
  Optional<Catalog> catalog(String registry) {
    return judge.catalog(registry);
  }

  /** What the guard says of this registry, on any thread; empty if none has this name. */
  Optional<GuardReport> guard(String registry) {
    return judge.guard(registry);
  }

  /** What replicas agree on, for each sink that they share. */
  List<Leadership> leaderships() {
    return lanes.stream().flatMap(lane -> lane.delivery().leadership().stream()).toList();
  }

  /** Whether it is certain for every sink which replica writes to it. */
  boolean leadersKnown() {
    return leaderships().stream().allMatch(Leadership::settled);
  }

  /** Lets go what is held of this registry now, on any thread. */
  Optional<GuardReport> release(String registry, Instant now) {
    lanes.forEach(lane -> lane.delivery().planning().release(registry));
    return judge.release(registry, now);
  }

  /** Reads all registries side by side, for no longer than this. */
  void refresh(Duration patience) throws InterruptedException {
    judge.refresh(executor, patience);
  }

  int sinks() {
    return lanes.size();
  }

  /** How many sinks can take part in a pass now. */
  int free() {
    return (int) lanes.stream().filter(Lane::free).count();
  }

  /** Whether every sink says what it holds. */
  boolean sinksKnown() {
    return lanes.stream().allMatch(lane -> lane.delivery().look() instanceof Current.Known);
  }

  /** Whether something may leave a sink only when something else stands in its place. */
  boolean displaces() {
    return lanes.stream().anyMatch(lane -> lane.delivery().planning().displaces());
  }

  /** How long to wait for a loss to be believed, if nothing else is in its way. */
  Optional<Duration> settling() {
    return judge.settling() ? Optional.of(settings.limits().settle()) : Optional.empty();
  }

  Purges purges() {
    return new Purges(lanes, executor);
  }

  /** Waits for the parts that run. */
  void rest(Duration patience) {
    var end = System.nanoTime() + patience.toNanos();
    lanes.forEach(lane -> lane.rest(Duration.ofNanos(end - System.nanoTime())));
  }
}
