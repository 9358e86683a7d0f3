package io.registrybridge.sync;

import static java.util.stream.Collectors.toSet;

import io.registrybridge.plan.Actual;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Plan;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.Sink;
import java.util.List;
import java.util.stream.Stream;

/**
 * Deletes all that is ours in one sink, whoever it came from.
 *
 * @param settings those of this sink alone
 */
record Purge(Sink sink, Settings settings, Diary diary, Drift drift) {

  /** Where another replica leads everything is left to that one. */
  Purged made() {
    var current = sink.current();
    return current instanceof Current.Known known
        ? made(known.actual())
        : Purged.not(sink.name(), current.trouble());
  }

  private Purged made(Actual actual) {
    var deletions = own(actual).map(Change.Delete::new).toList();
    var plan = Plan.of(List.copyOf(deletions));
    var outcomes = sink.apply(plan);
    diary.write(plan, outcomes);
    drift.forget();
    return Purged.of(sink.name(), outcomes);
  }

  private Stream<Standing> own(Actual actual) {
    return actual.own(settings.rules());
  }

  /** Whether another replica has something left to delete, as far as is known. */
  boolean pendingElsewhere() {
    return !sink.leader().here()
        && sink.current() instanceof Current.Known known
        && own(known.actual()).findAny().isPresent();
  }

  /** How it looks by now. */
  Purged now(Purged purged) {
    return sink.current() instanceof Current.Known known
        ? purged.leaving(own(known.actual()).map(Standing::id).collect(toSet()))
        : purged;
  }
}
