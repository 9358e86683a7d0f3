package io.registrybridge.sync;

import io.registrybridge.plan.Actual;
import io.registrybridge.plan.Restraint;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.Sink;
import io.registrybridge.sync.Reasoning.Conclusion;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Plans one sink's part of every pass. Of operators' words it remembers those that are not carried
 * out yet; what else it remembers only saves work.
 */
final class Planning {

  /** What was planned last, and from what. */
  private record Made(Actual actual, Word word, Conclusion conclusion) {

    /**
     * Whether the plan from these would be the same. Identical objects are compared at once. A
     * change that was planned and not made may be dated, and is planned anew.
     */
    boolean isFor(Actual nowActual, Word nowWord, Restraint nowRestraint, Instant now) {
      var plan = conclusion.preview().plan();
      return plan.changes().isEmpty()
          && conclusion.restraint().equals(nowRestraint)
          && actual.equals(nowActual)
          && word.equals(nowWord)
          && plan.expires().filter(end -> !end.isAfter(now)).isEmpty();
    }
  }

  private final Sink sink;
  private final Reasoning reasoning;
  private volatile Restraint restraint = Restraint.none();
  private Optional<Made> last = Optional.empty(); // the passes' own

  /**
   * Nothing was planned yet.
   *
   * @param settings those of this sink alone
   */
  Planning(Sink sink, Settings settings) {
    this.sink = sink;
    this.reasoning = Reasoning.of(sink.name(), settings);
  }

  /** Plans for a pass. One at a time. */
  Preview plan(Actual actual, Word word, Instant now) {
    var made =
        last.filter(one -> one.isFor(actual, word, restraint, now))
            .orElseGet(() -> made(actual, word, now));
    last = Optional.of(made);
    return made.conclusion().preview();
  }

  private Made made(Actual actual, Word word, Instant now) {
    return new Made(actual, word, reasoning.conclusion(actual, word, now, this::becomes));
  }

  /** What a pass would do, on any thread. */
  Preview preview(Word word, Instant now) {
    var current = sink.current();
    if (current instanceof Current.Known known) {
      return reasoning
          .fork()
          .conclusion(known.actual(), word, now, step -> step.apply(restraint))
          .preview();
    }
    return Preview.none(sink.name(), current.trouble());
  }

  /** One reason for what is held because of the configuration, by registry. */
  Map<String, String> reasons() {
    return restraint.reasons();
  }

  /** Whether something may leave only when something else stands in its place. */
  boolean displaces() {
    return restraint.displaces();
  }

  /** Lets go what is held of the registry now because of the configuration, on any thread. */
  void release(String registry) {
    becomes(before -> before.released(registry));
  }

  private synchronized Restraint becomes(UnaryOperator<Restraint> step) {
    restraint = step.apply(restraint);
    return restraint;
  }
}
