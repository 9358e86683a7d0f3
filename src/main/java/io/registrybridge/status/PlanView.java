package io.registrybridge.status;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Plan;
import io.registrybridge.sync.Preview;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/** What a pass would do now: what {@code GET /actuator/plan} answers. */
record PlanView(Map<String, OfSink> sinks) implements OperationResponseBody {

  /**
   * What it would do to one sink.
   *
   * @param unchanged how many resources stand there already as they should
   * @param trouble why the sink could not be read; then nothing is known of it
   */
  record OfSink(
      List<Item> create,
      List<Item> update,
      List<Item> delete,
      List<HeldView> heldBack,
      List<RejectionView> rejected,
      int unchanged,
      String trouble) {}

  /**
   * One change.
   *
   * @param id namespace and name
   */
  record Item(String kind, String id, String host, @JsonUnwrapped Difference difference) {}

  static PlanView of(List<Preview> previews) {
    var sinks = new TreeMap<String, OfSink>();
    previews.forEach(preview -> sinks.put(preview.sink(), sink(preview.plan(), preview.trouble())));
    return new PlanView(sinks);
  }

  private static OfSink sink(Plan plan, String trouble) {
    return new OfSink(
        only(Change.Create.class, plan).map(PlanView::item).toList(),
        only(Change.Update.class, plan).map(PlanView::item).toList(),
        only(Change.Delete.class, plan).map(PlanView::item).toList(),
        plan.heldBack().stream().map(HeldView::of).toList(),
        plan.rejected().stream().map(RejectionView::of).toList(),
        plan.unchanged(),
        trouble);
  }

  private static <T extends Change> Stream<T> only(Class<T> kind, Plan plan) {
    return plan.changes().stream().filter(kind::isInstance).map(kind::cast);
  }

  private static Item item(Change.Create change) {
    return item(change, Optional.empty(), Optional.of(change.service()));
  }

  private static Item item(Change.Update change) {
    return item(change, change.before().service(), Optional.of(change.service()));
  }

  private static Item item(Change.Delete change) {
    return item(change, change.before().service(), Optional.empty());
  }

  private static Item item(
      Change change, Optional<MeshService> live, Optional<MeshService> desired) {
    var host = desired.or(() -> live).map(service -> service.spec().host()).orElse("");
    return new Item(
        change.id().kind().title(),
        Spelling.of(change.id()),
        host,
        Difference.between(live, desired));
  }
}
