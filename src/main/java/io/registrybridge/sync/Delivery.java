package io.registrybridge.sync;

import io.registrybridge.book.Sum;
import io.registrybridge.catalog.Flaw;
import io.registrybridge.mesh.Audience;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Actual;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Held;
import io.registrybridge.plan.Rejection;
import io.registrybridge.plan.Rules;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.Leader;
import io.registrybridge.sink.Leadership;
import io.registrybridge.sink.Outcome;
import io.registrybridge.sink.Sink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One sink's part of every pass. It goes by nothing that it remembers of what stands there. */
final class Delivery {

  /**
   * What a pass left in the sink.
   *
   * @param flaws what the mapping could not use
   * @param again whether what was written may let something leave that waited for it
   */
  record Delivered(SinkReport report, List<Flaw> flaws, Tally tally, boolean again) {}

  private final Sink sink;
  private final Settings settings;
  private final Planning planning;
  private final Diary diary;
  private final Legacy legacy;
  private final Purge purge;

  // One part runs at a time, and these are its.
  private final Drift drift;
  private Figures figures = Figures.NONE;
  private Optional<Instant> troubleSince = Optional.empty();

  /** How much of ours stands in the sink. */
  private record Figures(Sum<ResourceId, Standing> resources, Sum<ResourceId, Standing> endpoints) {

    static final Figures NONE = new Figures(Sum.zero(), Sum.zero());

    Figures then(Actual actual, Rules rules) {
      return new Figures(
          resources.then(actual.resources(), one -> rules.own(one) ? 1 : 0),
          endpoints.then(actual.resources(), one -> rules.own(one) ? endpoints(one) : 0));
    }

    private static int endpoints(Standing standing) {
      return standing.service().map(one -> one.spec().endpoints().size()).orElse(0);
    }
  }

  /**
   * @param settings those of this sink alone
   */
  Delivery(Sink sink, Settings settings) {
    this.sink = sink;
    this.settings = settings;
    this.planning = new Planning(sink, settings);
    this.diary = new Diary(sink.name());
    this.legacy = new Legacy(sink, settings);
    this.drift = new Drift(settings.rules());
    this.purge = new Purge(sink, settings, diary, drift);
  }

  String name() {
    return sink.name();
  }

  Settings settings() {
    return settings;
  }

  Current look() {
    return sink.current();
  }

  Audience audience() {
    return sink.audience();
  }

  Leader leader() {
    return sink.leader();
  }

  Optional<Leadership> leadership() {
    return sink.leadership();
  }

  Legacy legacy() {
    return legacy;
  }

  Purge purge() {
    return purge;
  }

  Planning planning() {
    return planning;
  }

  /**
   * Makes the sink say what the registries say.
   *
   * @param writing false to plan only
   * @param slice when it is over, what is not begun is left to the next part
   */
  Delivered deliver(Current current, Word word, Instant now, boolean writing, Slice slice) {
    if (current instanceof Current.Known known) {
      if (word.whole()) {
        sink.heard();
      }
      var before = leader();
      var delivered = deliver(planning.plan(known.actual(), word, now), now, writing, slice);
      if (writing && delivered.tally().failed() == 0 && ledSince(before)) {
        // What is left goes soon: a loss that is kept too early makes the next run more careful.
        legacy.keep(word.losses());
      }
      return delivered;
    }
    return current instanceof Current.Unread
        ? nothing(current.trouble())
        : unreadable(current.trouble(), now);
  }

  /** Whether this replica led all the while: who led in between knows better what was lost. */
  private boolean ledSince(Leader before) {
    var now = leader();
    return before.here() && now.here() && now.changes() == before.changes();
  }

  private Delivered deliver(Preview preview, Instant now, boolean writing, Slice slice) {
    var led = sink.leader().here();
    diary.begin(preview, settings.rules(), writing && led);
    diary.held(planning.reasons());
    var outcomes = writing ? sink.apply(preview.plan(), slice) : List.<Outcome>of();
    diary.write(preview.plan(), outcomes);
    var plan = preview.plan();
    var failed = new ArrayList<Rejection>();
    var rejected = new ArrayList<>(plan.rejected());
    for (var outcome : outcomes) {
      if (outcome instanceof Outcome.Failed) {
        failed.add(outcome.rejection());
      } else if (outcome instanceof Outcome.Refused) {
        rejected.add(outcome.rejection());
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
            rejected.size(),
            led ? count(outcomes, Outcome.Left.class) : 0);
    var after = sink.current();
    measure(after, now);
    if (!sink.leader().here()) {
      drift.forget();
    } else if (writing) {
      drift.wrote(preview.actual(), outcomes);
    }
    var report = report(plan.heldBack(), failed, rejected, after.trouble());
    return new Delivered(report, preview.flaws(), tally, tally.wrote() && planning.displaces());
  }

  private static int count(List<Outcome> outcomes, Class<? extends Outcome> kind) {
    return (int) outcomes.stream().filter(kind::isInstance).count();
  }

  private static int applied(List<Outcome> outcomes, Class<? extends Change> kind) {
    return (int)
        outcomes.stream()
            .filter(Outcome.Applied.class::isInstance)
            .filter(outcome -> kind.isInstance(outcome.change()))
            .count();
  }

  /** Figures stay as they were while the sink cannot be read. */
  private void measure(Current current, Instant now) {
    if (current instanceof Current.Known known) {
      figures = figures.then(known.actual(), settings.rules());
      troubleSince = Optional.empty();
    } else {
      troubleSince = troubleSince.or(() -> Optional.of(now));
    }
  }

  private SinkReport report(
      List<Held> heldBack, List<Rejection> failed, List<Rejection> rejected, String trouble) {
    return new SinkReport(
        sink.name(),
        sink.kind(),
        sink.leader(),
        figures.resources().total(),
        figures.endpoints().total(),
        heldBack,
        failed,
        rejected,
        sink.sees(),
        sink.lacks(),
        new Upkeep(drift.repairs(), sink.restarts()),
        trouble,
        troubleSince);
  }

  /** The report before the first pass. */
  Delivered unread() {
    return nothing("not read yet");
  }

  /** The report of a pass in which the sink could not be read, or broke. */
  Delivered unreadable(String trouble, Instant now) {
    diary.unreadable(trouble);
    troubleSince = troubleSince.or(() -> Optional.of(now));
    return nothing(trouble);
  }

  /** The report while the part of a pass does not end, which keeps the sink from all later ones. */
  Delivered busy(Delivered before, Instant since) {
    var report = before.report().troubled(busySince(since), since);
    return new Delivered(report, before.flaws(), before.tally(), false);
  }

  static String busySince(Instant since) {
    return "busy with a pass that began at " + since + " and has not ended";
  }

  private Delivered nothing(String trouble) {
    var report = report(List.of(), List.of(), List.of(), trouble);
    return new Delivered(report, List.of(), Tally.NOTHING, false);
  }
}
