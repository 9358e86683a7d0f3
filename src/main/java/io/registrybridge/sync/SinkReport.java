package io.registrybridge.sync;

import io.registrybridge.plan.Held;
import io.registrybridge.plan.Rejection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a pass left in one sink.
 *
 * @param leader whether this bridge is the one that writes
 * @param resources how many of the bridge's own stand there, or stood when it was last readable
 * @param endpoints how many those have
 * @param failed what was tried and not done, to be tried again
 * @param rejected what cannot be written as things stand, refused by the plan or by the sink
 * @param sees where it looks for hosts that are somebody else's
 * @param trouble why the sink could not be read, as a sentence; else empty
 * @param troubleSince since when it could not be read
 */
public record SinkReport(
    String name,
    String kind,
    boolean leader,
    int resources,
    int endpoints,
    List<Held> heldBack,
    List<Rejection> failed,
    List<Rejection> rejected,
    String sees,
    String trouble,
    Optional<Instant> troubleSince) {

  public SinkReport {
    heldBack = List.copyOf(heldBack);
    failed = List.copyOf(failed);
    rejected = List.copyOf(rejected);
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
        sentence,
        Optional.of(since));
  }
}
