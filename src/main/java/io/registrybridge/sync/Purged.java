package io.registrybridge.sync;

import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Rejection;
import io.registrybridge.sink.Outcome;
import java.util.List;
import java.util.Set;

/**
 * What a purge did to one sink.
 *
 * @param deleted how many of the bridge's own resources are gone
 * @param failed those that still stand
 * @param trouble why nothing was tried, as a sentence; else empty
 */
public record Purged(String sink, int deleted, List<Rejection> failed, String trouble) {

  public Purged {
    failed = List.copyOf(failed);
  }

  static Purged not(String sink, String trouble) {
    return new Purged(sink, 0, List.of(), trouble);
  }

  static Purged of(String sink, List<Outcome> outcomes) {
    var failed =
        outcomes.stream()
            .filter(outcome -> !(outcome instanceof Outcome.Applied))
            .map(Outcome::rejection)
            .toList();
    return new Purged(sink, outcomes.size() - failed.size(), failed, "");
  }

  /** The same once no more than these stand. */
  Purged leaving(Set<ResourceId> standing) {
    var left = failed.stream().filter(one -> standing.contains(one.id())).toList();
    return new Purged(sink, deleted + failed.size() - left.size(), left, trouble);
  }
}
