package io.registrybridge.sink.kubernetes;

import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Standing;
import java.util.Optional;

/**
 * A change as what is to stand in place of what stood there.
 *
 * @param before empty where nothing may stand
 * @param desired empty where nothing is to stand
 */
record Write(Change change, Optional<Standing> before, Optional<MeshService> desired) {

  static Write of(Change change) {
    if (change instanceof Change.Create create) {
      return new Write(change, Optional.empty(), Optional.of(create.service()));
    }
    if (change instanceof Change.Update update) {
      return new Write(change, Optional.of(update.before()), Optional.of(update.service()));
    }
    if (change instanceof Change.Delete delete) {
      return new Write(change, Optional.of(delete.before()), Optional.empty());
    }
    throw new IllegalArgumentException("no such change: " + change);
  }

  /** For logs and sentences, such as {@code update ServiceEntry mesh/orders.shop.mesh}. */
  String deed() {
    return verb() + " " + id();
  }

  String verb() {
    return change.verb();
  }

  ResourceId id() {
    return change.id();
  }

  /** Whether it asks for what the other asks for, of the same object at the same revision. */
  boolean repeats(Write other) {
    return asksFor(other) && version().equals(other.version());
  }

  /** The same, whatever stands there. What is dated anew in each pass is the same. */
  boolean asksFor(Write other) {
    return desired.isPresent() == other.desired.isPresent()
        && desired.stream().allMatch(one -> one.saysTheSame(other.desired.orElseThrow()));
  }

  private Optional<String> version() {
    return before.map(Standing::version);
  }
}
