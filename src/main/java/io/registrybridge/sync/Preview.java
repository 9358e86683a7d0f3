package io.registrybridge.sync;

import io.registrybridge.book.Book;
import io.registrybridge.catalog.Flaw;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Actual;
import io.registrybridge.plan.Plan;
import java.util.List;

/**
 * What a pass would do to one sink now, and from what.
 *
 * @param desired what the registries call for, before anything is held back
 * @param flaws what the mapping could not use
 * @param trouble why the sink could not be read, as a sentence; then the rest is empty
 */
public record Preview(
    String sink,
    Plan plan,
    Book<ResourceId, MeshService> desired,
    Actual actual,
    List<Flaw> flaws,
    String trouble) {

  /** Of a sink that cannot be read. */
  static Preview none(String sink, String trouble) {
    return new Preview(
        sink, Plan.nothing(), Book.empty(), Actual.of(List.of()), List.of(), trouble);
  }
}
