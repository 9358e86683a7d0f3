package io.registrybridge.bench;

import io.registrybridge.book.Revision;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Actual;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Plan;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.Outcome;
import io.registrybridge.sink.Sink;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A sink without I/O. */
final class Shelf implements Sink {

  private Actual actual = Actual.of(List.of());

  @Override
  public String name() {
    return "shelf";
  }

  @Override
  public String kind() {
    return "bench";
  }

  @Override
  public void start(Runnable hint) {}

  @Override
  public Current current() {
    return new Current.Known(actual);
  }

  @Override
  public List<Outcome> apply(Plan plan, BooleanSupplier pressed) {
    if (plan.changes().isEmpty()) {
      return List.of();
    }
    var next = actual.resources().revise();
    plan.changes().forEach(change -> put(next, change));
    actual = new Actual(next.book());
    return plan.changes().stream().map(change -> (Outcome) new Outcome.Applied(change)).toList();
  }

  private static void put(Revision<ResourceId, Standing> standing, Change change) {
    if (change instanceof Change.Create create) {
      standing.put(change.id(), standing(create.service()));
    } else if (change instanceof Change.Update update) {
      standing.put(change.id(), standing(update.service()));
    } else {
      standing.remove(change.id());
    }
  }

  private static Standing standing(MeshService service) {
    return new Standing(
        service.id(), "bench", List.of(service.spec().host()), Optional.of(service), "1");
  }

  @Override
  public void close() {}
}
