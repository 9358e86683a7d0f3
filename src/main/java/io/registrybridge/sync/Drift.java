package io.registrybridge.sync;

import io.registrybridge.book.Book;
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
  private Optional<Book<ResourceId, Standing>> left = Optional.empty();
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
    var written =
        outcomes.stream()
            .filter(Outcome.Applied.class::isInstance)
            .map(outcome -> outcome.change().id())
            .toList();
    repairs += (int) written.stream().filter(id -> drifted(id, before)).count();
    var now = resources(after);
    // What was not written stays as it was left, until it is put right or changes anyway.
    left = left.map(book -> with(book, written, now.orElse(Book.empty()))).or(() -> now);
  }

  private static Optional<Book<ResourceId, Standing>> resources(Current current) {
    return current instanceof Current.Known known
        ? Optional.of(known.actual().resources())
        : Optional.empty();
  }

  private static Book<ResourceId, Standing> with(
      Book<ResourceId, Standing> left, List<ResourceId> written, Book<ResourceId, Standing> now) {
    var next = left.revise();
    written.forEach(id -> next.set(id, Optional.ofNullable(now.get(id))));
    return next.book();
  }

  /** Others than passes of this replica write there: what differs later may be their work. */
  void forget() {
    left = Optional.empty();
  }

  private boolean drifted(ResourceId id, Actual before) {
    var found = Optional.ofNullable(before.resources().get(id)).flatMap(Standing::service);
    return left.flatMap(book -> Optional.ofNullable(book.get(id)))
        .filter(rules::own)
        .filter(ours -> !ours.service().equals(found))
        .isPresent();
  }
}
