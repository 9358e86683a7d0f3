package io.registrybridge.sink.cluster;

import io.registrybridge.sink.Decisions;
import io.registrybridge.sink.Leader;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** Keeps what is known of an election, and tells of what turned. Safe on any thread. */
final class Herald {

  private static final Logger log = LoggerFactory.getLogger(Herald.class);

  private final String sink;
  private final Clock clock;
  private volatile Candidate candidate;
  private volatile Told last;
  private volatile Runnable hint = () -> {};

  private volatile Runnable leading = () -> {};

  /** What was told last, and since when it is so who leads. */
  private record Told(Leader leader, Decisions decisions, Instant since) {

    boolean same(Leader now) {
      return leader.here() == now.here()
          && leader.holder().equals(now.holder())
          && leader.trouble().isEmpty() == now.trouble().isEmpty();
    }

    Told then(Leader now, Decisions decided, Instant at) {
      return new Told(now, decided, same(now) ? since : at);
    }
  }

  Herald(String sink, Candidate candidate, Clock clock) {
    this.sink = sink;
    this.clock = clock;
    this.candidate = candidate;
    this.last = new Told(Leader.NOBODY, Decisions.NONE, clock.instant());
  }

  /**
   * @param hint is run when something turned
   */
  void tell(Runnable hint) {
    this.hint = hint;
  }

  /**
   * @param leading is run when this replica came to lead
   */
  void tellLeading(Runnable leading) {
    this.leading = leading;
  }

  Candidate candidate() {
    return candidate;
  }

  boolean leads() {
    return candidate.leads(System.nanoTime());
  }

  Leader leader() {
    var now = candidate.leader(System.nanoTime());
    var since = Optional.of(last).filter(told -> told.same(now)).map(Told::since);
    return new Leader(now.here(), now.holder(), now.changes(), now.trouble(), since);
  }

  /** Something was learnt, if only that time went by. */
  void learn(UnaryOperator<Candidate> step) {
    if (turned(step)) {
      hint.run();
    }
  }

  private synchronized boolean turned(UnaryOperator<Candidate> step) {
    candidate = step.apply(candidate);
    var before = last;
    var leader = candidate.leader(System.nanoTime());
    var decisions = candidate.decisions();
    last = before.then(leader, decisions, clock.instant());
    if (before.same(leader) && before.decisions().equals(decisions)) {
      return false;
    }
    say(before.leader(), leader);
    if (leader.here() && !before.leader().here()) {
      leading.run();
    }
    return true;
  }

  private void say(Leader before, Leader now) {
    if (!now.trouble().isEmpty() && before.trouble().isEmpty()) {
      about(Level.WARN).addKeyValue("reason", now.trouble()).log("{}: {}", sink, now.trouble());
    }
    if (now.here() && !before.here()) {
      about(Level.INFO).log("{}: this replica leads, as {}", sink, now.holder());
    } else if (!now.here() && before.here()) {
      about(Level.WARN).log("{}: this replica does not lead any more and writes nothing", sink);
    }
    if (!now.here() && !now.holder().isEmpty() && !now.holder().equals(before.holder())) {
      about(Level.INFO).log("{}: replica {} leads; this one stands by", sink, now.holder());
    }
  }

  private LoggingEventBuilder about(Level level) {
    return log.atLevel(level).addKeyValue("sink", sink);
  }
}
