package io.registrybridge.sync;

import io.registrybridge.plan.Held;
import io.registrybridge.plan.Rejection;
import io.registrybridge.sink.Leader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a pass left in one sink.
 *
 * @param leader which replica writes
 * @param resources how many of the bridge's own stand there, or stood when it was last readable
 * @param endpoints how many those have
 * @param failed what was tried and not done, to be tried again
 * @param rejected what cannot be written as things stand, refused by the plan or by the sink
 * @param sees where it looks for hosts that are somebody else's
 * @param lacks the rules of RBAC that the bridge lacks there
 * @param upkeep what it took to keep it true
 * @param trouble why the sink could not be read, as a sentence; else empty
 * @param troubleSince since when it could not be read
 */
public record SinkReport(
    String name,
    String kind,
    Leader leader,
    int resources,
    int endpoints,
    List<Held> heldBack,
    List<Rejection> failed,
    List<Rejection> rejected,
    String sees,
    List<String> lacks,
    Upkeep upkeep,
    String trouble,
    Optional<Instant> troubleSince) {

  public SinkReport {
    heldBack = List.copyOf(heldBack);
    failed = List.copyOf(failed);
    rejected = List.copyOf(rejected);
    lacks = List.copyOf(lacks);
  }

  /** Whether this replica writes. */
  public boolean leads() {
    return leader.here();
  }

  /** The name of the replica that writes; empty if there is none, or nobody knows. */
  public String holder() {
    return leader.holder();
  }

  /** Whether another replica writes to a sink that this one cannot even read. */
  public boolean behind() {
    return !leads() && !holder().isEmpty() && !trouble.isEmpty();
  }

  /** How often another replica than before came to write. */
  public int leaderChanges() {
    return leader.changes();
  }

  /** Why it cannot be found out who writes, as a sentence; else empty. */
  public String leaderTrouble() {
    return leader.trouble();
  }

  /** Since when it is so, where that is known. */
  public Optional<Instant> leaderSince() {
    return leader.since();
  }

  /** The same when another replica writes. */
  public SinkReport with(Leader now) {
    return new SinkReport(
        name,
        kind,
        now,
        resources,
        endpoints,
        heldBack,
        failed,
        rejected,
        sees,
        lacks,
        upkeep,
        trouble,
        troubleSince);
  }

  /** The same, and that the sink does not answer. */
  SinkReport troubled(String sentence, Instant since) {
    return new SinkReport(
        name,
        kind,
        leader,
        resources,
        endpoints,
        heldBack,
        failed,
        rejected,
        sees,
        lacks,
        upkeep,
        sentence,
        Optional.of(since));
  }
}
