package io.registrybridge.status;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Plan;
import io.registrybridge.plan.Rejection;
import io.registrybridge.sync.Preview;
import io.registrybridge.sync.Report;
import io.registrybridge.sync.SinkReport;
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
   * @param failed what the last pass tried and did not get done, to be tried again
   * @param unchanged how many resources stand there already as they should
   * @param counts how many there are of each, where only the first were asked for
   * @param trouble why the sink could not be read; then nothing is known of it
   */
  record OfSink(
      List<Item> create,
      List<Item> update,
      List<Item> delete,
      List<HeldView> heldBack,
      List<RejectionView> rejected,
      List<RejectionView> failed,
      int unchanged,
      Counts counts,
      String trouble) {}

  /** How many there are of each. */
  record Counts(long create, long update, long delete, int heldBack, int rejected, int failed) {}

  /**
   * One change.
   *
   * @param id namespace and name
   */
  record Item(String kind, String id, String host, @JsonUnwrapped Difference difference) {}

  /** All that there is to say. */
  static PlanView of(List<Preview> previews, Report report) {
    return of(previews, report, Integer.MAX_VALUE);
  }

  /**
   * The beginning of it.
   *
   * @param limit how much of each kind
   */
  static PlanView of(List<Preview> previews, Report report, int limit) {
    var sinks = new TreeMap<String, OfSink>();
    previews.forEach(
        preview -> {
          var failed =
              Optional.ofNullable(report.sinks().get(preview.sink()))
                  .map(SinkReport::failed)
                  .orElse(List.of());
          sinks.put(preview.sink(), sink(preview, failed, limit));
        });
    return new PlanView(sinks);
  }

  private static OfSink sink(Preview preview, List<Rejection> failed, int limit) {
    var plan = preview.plan();
    return new OfSink(
        only(Change.Create.class, plan).limit(limit).map(PlanView::item).toList(),
        only(Change.Update.class, plan).limit(limit).map(PlanView::item).toList(),
        only(Change.Delete.class, plan).limit(limit).map(PlanView::item).toList(),
        plan.heldBack().stream().limit(limit).map(HeldView::of).toList(),
        plan.rejected().stream().limit(limit).map(RejectionView::of).toList(),
        failed.stream().limit(limit).map(RejectionView::of).toList(),
        plan.unchanged(),
        new Counts(
            only(Change.Create.class, plan).count(),
            only(Change.Update.class, plan).count(),
            only(Change.Delete.class, plan).count(),
            plan.heldBack().size(),
            plan.rejected().size(),
            failed.size()),
        preview.trouble());
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
