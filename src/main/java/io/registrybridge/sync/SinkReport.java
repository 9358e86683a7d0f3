package io.registrybridge.sync;

import io.registrybridge.plan.Held;
import io.registrybridge.plan.Rejection;
import java.util.List;

/**
 * What a pass left in one sink.
 *
 * @param leader whether this bridge is the one that writes
 * @param resources how many of the bridge's own stand there
 * @param endpoints how many those have
 * @param failed what was tried and not done, to be tried again
 * @param rejected what cannot be written as things stand, refused by the plan or by the sink
 * @param trouble why the sink could not be read, as a sentence; else empty
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
    String trouble) {

  public SinkReport {
    heldBack = List.copyOf(heldBack);
    failed = List.copyOf(failed);
    rejected = List.copyOf(rejected);
  }
}
