package io.registrybridge.sync;

import io.registrybridge.book.Book;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Actual;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Rules;
import io.registrybridge.plan.Standing;
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
   */
  void wrote(Actual before, List<Outcome> outcomes) {
    var known = left.orElse(before.resources());
    var next = known.revise();
    for (var outcome : outcomes) {
      var id = outcome.change().id();
      var drifted = drifted(known, before, id);
      if (outcome instanceof Outcome.Applied) {
        repairs += drifted ? 1 : 0;
        next.set(id, written(outcome.change()));
      } else if (!drifted) {
        next.set(id, Optional.empty()); // it may have been done in part
      }
    }
    left = Optional.of(next.book());
  }

  /** Others than passes of this replica write there: what differs later may be their work. */
  void forget() {
    left = Optional.empty();
  }

  private boolean drifted(Book<ResourceId, Standing> known, Actual before, ResourceId id) {
    var found = Optional.ofNullable(before.resources().get(id)).flatMap(Standing::service);
    return Optional.ofNullable(known.get(id))
        .filter(rules::own)
        .filter(ours -> !ours.service().equals(found))
        .isPresent();
  }

  private Optional<Standing> written(Change change) {
    if (change instanceof Change.Create create) {
      return Optional.of(standing(create.service()));
    }
    return change instanceof Change.Update update
        ? Optional.of(standing(update.service()))
        : Optional.empty();
  }

  private Standing standing(MeshService service) {
    var hosts = List.of(service.spec().host());
    return new Standing(service.id(), rules.owner(), hosts, Optional.of(service), "");
  }
}
