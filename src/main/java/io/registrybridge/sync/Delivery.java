package io.registrybridge.sync;

import io.registrybridge.catalog.Flaw;
import io.registrybridge.mapping.Mapper;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Actual;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Demand;
import io.registrybridge.plan.Plan;
import io.registrybridge.plan.Rejection;
import io.registrybridge.plan.Restraint;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.Outcome;
import io.registrybridge.sink.Sink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One sink's part of every pass. It remembers nothing of what stands there, and of operators' words
 * only those that are not carried out yet.
 */
final class Delivery {

  /**
   * What a pass left in the sink.
   *
   * @param flaws what the mapping could not use
   */
  record Delivered(SinkReport report, List<Flaw> flaws, Tally tally) {}

  private final Sink sink;
  private final Settings settings;
  private final Mapper mapper;
  private final Diary diary;
  private volatile Restraint restraint = Restraint.none();

  Delivery(Sink sink, Settings settings) {
    this.sink = sink;
    this.settings = settings;
    this.mapper = new Mapper(settings.mapping());
    this.diary = new Diary(sink.name());
  }

  String name() {
    return sink.name();
  }

  Current look() {
    return sink.current();
  }

  /** Lets go what is held of the registry now because of the configuration, on any thread. */
  void release(String registry) {
    becomes(before -> before.released(registry));
  }

  private synchronized Restraint becomes(UnaryOperator<Restraint> step) {
    restraint = step.apply(restraint);
    return restraint;
  }

  private Restraint wouldBe(UnaryOperator<Restraint> step) {
    return step.apply(restraint);
  }

  /** What a pass would do, on any thread. */
  Preview preview(Word word, Instant now) {
    return sink.current() instanceof Current.Known known
        ? preview(known.actual(), word, now, new Mapper(settings.mapping()), this::wouldBe)
        : new Preview(
            sink.name(),
            Plan.nothing(),
            List.of(),
            Actual.of(List.of()),
            List.of(),
            trouble(sink.current()));
  }

  private Preview preview(
      Actual actual,
      Word word,
      Instant now,
      Mapper mapping,
      Function<UnaryOperator<Restraint>, Restraint> memory) {
    var mapped = mapping.map(word.catalogs(), holders(actual));
    var demand = Demand.of(mapped.services(), mapped.displaced(), mapped.starved(), word.gaps());
    var rules = settings.rules();
    var restraint = memory.apply(before -> before.after(actual, demand, rules, now));
    var plan = Plan.between(actual, demand, restraint, rules, now);
    return new Preview(sink.name(), plan, mapped.services(), actual, mapped.flaws(), "");
  }

  private Map<ResourceId, List<Origin>> holders(Actual actual) {
    var holders = new HashMap<ResourceId, List<Origin>>();
    actual
        .own(settings.rules())
        .forEach(
            standing ->
                standing
                    .service()
                    .ifPresent(service -> holders.put(standing.id(), service.origins())));
    return holders;
  }

  /**
   * Makes the sink say what the registries say.
   *
   * @param writing false to plan only
   */
  Delivered deliver(Current current, Word word, Instant now, boolean writing) {
    if (current instanceof Current.Known known) {
      return deliver(preview(known.actual(), word, now, mapper, this::becomes), writing);
    }
    return unreadable(trouble(current));
  }

  private Delivered deliver(Preview preview, boolean writing) {
    diary.begin(preview, settings.rules());
    diary.held(restraint.reasons());
    var outcomes = writing ? sink.apply(preview.plan()) : List.<Outcome>of();
    diary.write(preview.plan(), outcomes);
    var plan = preview.plan();
    var failed = new ArrayList<Rejection>();
    var rejected = new ArrayList<>(plan.rejected());
    for (var outcome : outcomes) {
      if (outcome instanceof Outcome.Failed one) {
        failed.add(new Rejection(one.change().id(), one.reason()));
      } else if (outcome instanceof Outcome.Refused one) {
        rejected.add(new Rejection(one.change().id(), one.reason()));
      }
    }
    var tally =
        new Tally(
            applied(outcomes, Change.Create.class),
            applied(outcomes, Change.Update.class),
            applied(outcomes, Change.Delete.class),
            plan.unchanged(),
            failed.size(),
            plan.heldBack().size(),
            rejected.size());
    return new Delivered(report(sink.current(), plan, failed, rejected), preview.flaws(), tally);
  }

  private static int applied(List<Outcome> outcomes, Class<? extends Change> kind) {
    return (int)
        outcomes.stream()
            .filter(Outcome.Applied.class::isInstance)
            .filter(outcome -> kind.isInstance(outcome.change()))
            .count();
  }

  private SinkReport report(
      Current after, Plan plan, List<Rejection> failed, List<Rejection> rejected) {
    var own =
        after instanceof Current.Known known
            ? known.actual().own(settings.rules()).toList()
            : List.<Standing>of();
    var endpoints =
        own.stream()
            .flatMap(standing -> standing.service().stream())
            .mapToInt(service -> service.spec().endpoints().size())
            .sum();
    return new SinkReport(
        sink.name(),
        sink.kind(),
        true,
        own.size(),
        endpoints,
        plan.heldBack(),
        failed,
        rejected,
        trouble(after));
  }

  /** The report before the first pass. */
  Delivered unread() {
    return nothing("not read yet");
  }

  /** The report of a pass in which the sink could not be read, or broke. */
  Delivered unreadable(String trouble) {
    diary.unreadable(trouble);
    return nothing(trouble);
  }

  private Delivered nothing(String trouble) {
    var report =
        new SinkReport(
            sink.name(), sink.kind(), true, 0, 0, List.of(), List.of(), List.of(), trouble);
    return new Delivered(report, List.of(), Tally.NOTHING);
  }

  private static String trouble(Current current) {
    return current instanceof Current.Unknown unknown ? unknown.reason() : "";
  }
}
