package io.registrybridge.sync;

import io.registrybridge.book.Book;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Actual;
import io.registrybridge.plan.Rules;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * Counts how often something of the bridge's that others had changed or deleted in a sink was put
 * right. It goes by what this replica left there; for one thread at a time.
 */
final class Drift {

  private final Rules rules;
  private Book<ResourceId, Standing> left = Book.empty();
  private int repairs;

  Drift(Rules rules) {
    this.rules = rules;
  }

  int repairs() {
    return repairs;
  }

  /**
   * A part wrote.
   *
   * @param before what stood there
   * @param outcomes what became of each change
   * @param after what stands there now
   */
  void wrote(Actual before, List<Outcome> outcomes, Current after) {
    repairs +=
        (int)
            outcomes.stream()
                .filter(Outcome.Applied.class::isInstance)
                .filter(outcome -> drifted(outcome.change().id(), before))
                .count();
    if (after instanceof Current.Known known) {
      left = known.actual().resources();
    }
  }

  /** Others than passes of this replica write there: what differs from now on may be their work. */
  void forget() {
    left = Book.empty();
  }

  private boolean drifted(ResourceId id, Actual before) {
    var ours = Optional.ofNullable(left.get(id)).filter(rules::own);
    return ours.isPresent()
        && !said(ours).equals(said(Optional.ofNullable(before.resources().get(id))));
  }

  /** Nothing, or nothing that can be read, where a service stood is another word too. */
  private static Optional<MeshService> said(Optional<Standing> standing) {
    return standing.flatMap(Standing::service);
  }
}
