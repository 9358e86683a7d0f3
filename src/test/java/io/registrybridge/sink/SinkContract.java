package io.registrybridge.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.mesh.Form;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Actual;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Plan;
import io.registrybridge.plan.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every sink does, whatever Istio reads it through. */
public abstract class SinkContract {

  private static final String OURS = "ours";
  private static final String THEIRS = "theirs";
  private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05.678Z");

  private final List<Sink> opened = new ArrayList<>();

  /**
   * A sink of this owner, not started. All sinks of one test share one place, which is empty when
   * the test begins.
   */
  protected abstract Sink open(String owner);

  /** Where the test's resources go. */
  protected String namespace() {
    return "mesh";
  }

  @AfterEach
  void closeSinks() {
    opened.forEach(Sink::close);
  }

  @Test
  void knowsThatNothingStandsThere() {
    assertThat(standing(started(OURS))).isEmpty();
  }

  @Test
  void showsWhatItCreated() {
    var sink = started(OURS);
    var orders = service("orders", "10.0.0.1", "10.0.0.2");

    assertThat(apply(sink, new Change.Create(orders))).hasOnlyElementsOfType(Outcome.Applied.class);

    var standing = standing(sink, orders.id());
    assertThat(standing.owner()).isEqualTo(OURS);
    assertThat(standing.hosts()).containsExactly("orders.shop.mesh");
    assertThat(standing.version()).isNotEmpty();
    assertThat(standing.service()).containsSame(orders);
  }

  @Test
  void remembersAcrossARestart() {
    var orders = service("orders", "10.0.0.1", "10.0.0.2");
    var empty = service("billing").emptySince(Instant.parse("2026-01-02T03:04:05.678Z"));
    var before = started(OURS);
    apply(before, new Change.Create(orders), new Change.Create(empty));
    before.close();

    var after = started(OURS);

    assertThat(standing(after, orders.id()).service()).contains(orders);
    assertThat(standing(after, empty.id()).service()).contains(empty);
  }

  @Test
  void remembersWhateverIsLegal() {
    var before = started(OURS);
    var services = NastyServices.some(namespace(), 20);
    apply(before, services.stream().map(Change.Create::new).toArray(Change[]::new));
    before.close();

    var after = started(OURS);

    assertThat(services)
        .allSatisfy(one -> assertThat(standing(after, one.id()).service()).contains(one));
  }

  @Test
  void updates() {
    var sink = started(OURS);
    var orders = created(sink, service("orders", "10.0.0.1", "10.0.0.2"));
    var moved = service("orders", "10.0.0.3");

    assertThat(apply(sink, new Change.Update(orders, moved)))
        .hasOnlyElementsOfType(Outcome.Applied.class);

    assertThat(standing(sink, orders.id()).service()).containsSame(moved);
    assertThat(standing(started(OURS), orders.id()).service()).contains(moved);
  }

  @Test
  void updatesWhatItUpdated() {
    var sink = started(OURS);
    var first = created(sink, service("orders", "10.0.0.1"));
    apply(sink, new Change.Update(first, service("orders", "10.0.0.2")));
    var last = service("orders", "10.0.0.3");

    var outcomes = apply(sink, new Change.Update(standing(sink, first.id()), last));

    assertThat(outcomes).hasOnlyElementsOfType(Outcome.Applied.class);
    assertThat(standing(sink, first.id()).service()).containsSame(last);
  }

  @Test
  void keepsAServiceThatLostItsLastEndpoint() {
    var sink = started(OURS);
    var orders = created(sink, service("orders", "10.0.0.1"));
    var empty = service("orders").emptySince(Instant.parse("2026-01-02T03:04:05Z"));

    apply(sink, new Change.Update(orders, empty));

    assertThat(standing(started(OURS), orders.id()).service()).contains(empty);
  }

  @Test
  void deletes() {
    var sink = started(OURS);
    var orders = created(sink, service("orders", "10.0.0.1"));

    assertThat(apply(sink, new Change.Delete(orders))).hasOnlyElementsOfType(Outcome.Applied.class);

    assertThat(standing(sink)).isEmpty();
    assertThat(standing(started(OURS))).isEmpty();
  }

  @Test
  void createsAgainWhatItDeleted() {
    var sink = started(OURS);
    apply(sink, new Change.Delete(created(sink, service("orders", "10.0.0.1"))));

    var again = service("orders", "10.0.0.2");

    assertThat(created(sink, again).service()).containsSame(again);
  }

  @Test
  void givesTheSameObjectsAgainAsLongAsNothingChanged() {
    var writer = started(OURS);
    var orders = created(writer, service("orders", "10.0.0.1"));
    var billing = created(writer, service("billing", "10.0.0.2"));
    var reader = started(OURS);
    var before = standing(reader, billing.id()).service().orElseThrow();

    apply(writer, new Change.Update(orders, service("orders", "10.0.0.3")));

    eventually().until(() -> !standing(reader, orders.id()).service().equals(orders.service()));
    assertThat(standing(reader, billing.id()).service()).containsSame(before);
  }

  @Test
  void showsWhatIsOthersAsTheirs() {
    var theirs = created(started(THEIRS), service("orders", "10.0.0.1"));

    var seen = standing(started(OURS), theirs.id());

    assertThat(seen.owner()).isEqualTo(THEIRS);
    assertThat(seen.hosts()).containsExactly("orders.shop.mesh");
  }

  @Test
  void createsNothingWhereOthersStand() {
    var theirs = started(THEIRS);
    var orders = created(theirs, service("orders", "10.0.0.1"));

    var outcomes = apply(started(OURS), new Change.Create(service("orders", "10.0.0.2")));

    assertThat(outcomes).doesNotHaveAnyElementsOfTypes(Outcome.Applied.class);
    assertThat(standing(started(THEIRS), orders.id())).isEqualTo(orders);
  }

  @Test
  void takesOverWhatAFormerOwnerLeftByUpdatingIt() {
    var left = created(started(THEIRS), service("orders", "10.0.0.1", "10.0.0.2"));
    var same = left.service().orElseThrow();
    var sink = started(OURS);

    apply(sink, new Change.Update(standing(sink, left.id()), same));

    assertThat(standing(sink, left.id()).owner()).isEqualTo(OURS);
    assertThat(standing(started(THEIRS), left.id()))
        .extracting(Standing::owner, Standing::service)
        .containsExactly(OURS, Optional.of(same));
    apply(sink, new Change.Update(standing(sink, left.id()), service("orders", "10.0.0.3")));
    assertThat(standing(started(OURS), left.id()).service())
        .contains(service("orders", "10.0.0.3"));
  }

  @Test
  void deletesWhatAFormerOwnerLeft() {
    var left = created(started(THEIRS), service("orders", "10.0.0.1"));
    var sink = started(OURS);

    apply(sink, new Change.Delete(standing(sink, left.id())));

    assertThat(standing(started(THEIRS))).isEmpty();
  }

  @Test
  @Tag("fault")
  void refusesToUpdateWhatChangedSinceItWasPlanned() {
    var sink = started(OURS);
    var planned = created(sink, service("orders", "10.0.0.1"));
    var newer = changedElsewhere(planned, service("orders", "10.0.0.2"));

    var outcomes = apply(sink, new Change.Update(planned, service("orders", "10.0.0.3")));

    assertThat(outcomes).hasOnlyElementsOfType(Outcome.Failed.class);
    assertThat(standing(started(OURS), planned.id()).service()).contains(newer);
  }

  @Test
  @Tag("fault")
  void refusesToDeleteWhatChangedSinceItWasPlanned() {
    var sink = started(OURS);
    var planned = created(sink, service("orders", "10.0.0.1"));
    var newer = changedElsewhere(planned, service("orders", "10.0.0.2"));

    var outcomes = apply(sink, new Change.Delete(planned));

    assertThat(outcomes).hasOnlyElementsOfType(Outcome.Failed.class);
    assertThat(standing(started(OURS), planned.id()).service()).contains(newer);
  }

  @Test
  void doesNotBringBackWhatIsGone() {
    var sink = started(OURS);
    var planned = created(sink, service("orders", "10.0.0.1"));
    var other = started(OURS);
    apply(other, new Change.Delete(standing(other, planned.id())));

    var outcomes = apply(sink, new Change.Update(planned, service("orders", "10.0.0.2")));

    assertThat(outcomes).hasOnlyElementsOfType(Outcome.Failed.class);
    assertThat(standing(started(OURS))).isEmpty();
  }

  @Test
  void makesTheOtherChangesWhenOneFails() {
    var sink = started(OURS);
    var stale = created(sink, service("orders", "10.0.0.1"));
    changedElsewhere(stale, service("orders", "10.0.0.2"));
    var billing = service("billing", "10.0.0.3");
    var carts = service("carts", "10.0.0.4");
    var changes =
        List.of(
            new Change.Create(billing),
            new Change.Update(stale, service("orders", "10.0.0.9")),
            new Change.Create(carts));

    var outcomes = apply(sink, changes.toArray(Change[]::new));

    assertThat(outcomes).extracting(Outcome::change).containsExactlyElementsOf(changes);
    assertThat(outcomes)
        .extracting(outcome -> outcome instanceof Outcome.Applied)
        .containsExactly(true, false, true);
    assertThat(standing(started(OURS))).containsKeys(billing.id(), carts.id());
  }

  @Test
  void catchesUpAfterAFailure() {
    var sink = started(OURS);
    var stale = created(sink, service("orders", "10.0.0.1"));
    var newer = changedElsewhere(stale, service("orders", "10.0.0.2"));
    apply(sink, new Change.Update(stale, service("orders", "10.0.0.3")));

    eventually().until(() -> standing(sink, stale.id()).service().equals(Optional.of(newer)));
    var last = service("orders", "10.0.0.4");
    var outcomes = apply(sink, new Change.Update(standing(sink, stale.id()), last));

    assertThat(outcomes).hasOnlyElementsOfType(Outcome.Applied.class);
  }

  @Test
  void remembersInWhichFormEndpointsStand() {
    var before = started(OURS);
    var orders = created(before, service("orders", "10.0.0.1", "10.0.0.2"));
    var billing = service("billing", "10.0.0.3").in(Form.WORKLOADS);
    var empty = service("carts").in(Form.WORKLOADS).emptySince(SINCE);
    created(before, billing);
    created(before, empty);
    before.close();

    var after = started(OURS);

    assertThat(standing(after, orders.id()).service()).isEqualTo(orders.service());
    assertThat(standing(after, billing.id()).service()).contains(billing);
    assertThat(standing(after, empty.id()).service()).contains(empty);
  }

  @Test
  void takesAServiceFromOneFormToTheOtherAndBack() {
    var sink = started(OURS);
    var orders = service("orders", "10.0.0.1", "10.0.0.2");
    created(sink, orders);
    var steps =
        List.of(
            orders.in(Form.BOTH),
            orders.in(Form.bothSince(SINCE)),
            orders.in(Form.WORKLOADS),
            orders.in(Form.bothSince(SINCE)),
            orders.in(Form.INLINE));
    for (var step : steps) {
      assertThat(apply(sink, new Change.Update(standing(sink, orders.id()), step)))
          .hasOnlyElementsOfType(Outcome.Applied.class);

      assertThat(standing(sink, orders.id()).service()).containsSame(step);
      assertThat(standing(started(OURS), orders.id()).service()).contains(step);
    }
  }

  @Test
  void updatesWhatStandsInWorkloadEntries() {
    var sink = started(OURS);
    var orders = created(sink, service("orders", "10.0.0.1", "10.0.0.2").in(Form.WORKLOADS));
    var moved = service("orders", "10.0.0.2", "10.0.0.3").in(Form.WORKLOADS);

    assertThat(apply(sink, new Change.Update(orders, moved)))
        .hasOnlyElementsOfType(Outcome.Applied.class);

    assertThat(standing(sink, orders.id()).service()).containsSame(moved);
    assertThat(standing(started(OURS), orders.id()).service()).contains(moved);
    var empty = service("orders").in(Form.WORKLOADS).emptySince(SINCE);
    apply(sink, new Change.Update(standing(sink, orders.id()), empty));
    assertThat(standing(started(OURS), orders.id()).service()).contains(empty);
  }

  @Test
  void deletesWorkloadEntriesWithTheirService() {
    var sink = started(OURS);
    var billing = created(sink, service("billing", "10.0.0.1").in(Form.WORKLOADS));
    var orders = created(sink, service("orders", "10.0.0.1", "10.0.0.2").in(Form.WORKLOADS));

    assertThat(apply(sink, new Change.Delete(orders))).hasOnlyElementsOfType(Outcome.Applied.class);

    assertThat(standing(sink)).containsOnlyKeys(billing.id());
    assertThat(standing(started(OURS))).containsOnlyKeys(billing.id());
  }

  @Test
  void takesOverWorkloadEntriesThatAFormerOwnerLeft() {
    var same = service("orders", "10.0.0.1", "10.0.0.2").in(Form.WORKLOADS);
    var left = created(started(THEIRS), same);
    var sink = started(OURS);

    apply(sink, new Change.Update(standing(sink, left.id()), same));

    assertThat(standing(started(THEIRS), left.id()))
        .extracting(Standing::owner, Standing::service)
        .containsExactly(OURS, Optional.of(same));
    apply(sink, new Change.Delete(standing(sink, left.id())));
    assertThat(standing(started(THEIRS))).isEmpty();
  }

  @Test
  void refusesToUpdateWorkloadEntriesThatChangedSinceItWasPlanned() {
    var sink = started(OURS);
    var planned = created(sink, service("orders", "10.0.0.1").in(Form.WORKLOADS));
    var newer = changedElsewhere(planned, service("orders", "10.0.0.2").in(Form.WORKLOADS));

    var outcomes =
        apply(sink, new Change.Update(planned, service("orders", "10.0.0.3").in(Form.WORKLOADS)));

    assertThat(outcomes).hasOnlyElementsOfType(Outcome.Failed.class);
    assertThat(standing(started(OURS), planned.id()).service()).contains(newer);
  }

  @Test
  void doesNothingForAnEmptyPlan() {
    assertThat(apply(started(OURS))).isEmpty();
  }

  @Test
  void hintsWhenSomebodyElseChangesSomething() {
    var hints = new AtomicInteger();
    var sink = opened(OURS);
    sink.start(hints::incrementAndGet);
    standing(sink);
    var before = hints.get();

    created(started(THEIRS), service("orders", "10.0.0.1"));

    eventually().untilAsserted(() -> assertThat(hints).hasValueGreaterThan(before));
  }

  private Sink opened(String owner) {
    var sink = open(owner);
    opened.add(sink);
    return sink;
  }

  private Sink started(String owner) {
    var sink = opened(owner);
    sink.start(() -> {});
    return sink;
  }

  private MeshService service(String name, String... addresses) {
    return Sample.service(namespace(), name, addresses);
  }

  private static Standing created(Sink sink, MeshService service) {
    assertThat(apply(sink, new Change.Create(service)))
        .hasOnlyElementsOfType(Outcome.Applied.class);
    return standing(sink, service.id());
  }

  /** The same resource, written by another bridge of the same owner. */
  private MeshService changedElsewhere(Standing planned, MeshService newer) {
    var other = started(OURS);
    assertThat(apply(other, new Change.Update(standing(other, planned.id()), newer)))
        .hasOnlyElementsOfType(Outcome.Applied.class);
    return newer;
  }

  private static List<Outcome> apply(Sink sink, Change... changes) {
    standing(sink); // a pass reads before it writes
    return sink.apply(Plan.of(List.of(changes)));
  }

  private static Standing standing(Sink sink, ResourceId id) {
    return Optional.ofNullable(standing(sink).get(id))
        .orElseThrow(() -> new AssertionError(id + " does not stand there"));
  }

  private static Map<ResourceId, Standing> standing(Sink sink) {
    return eventually()
        .until(() -> known(sink.current()), Optional::isPresent)
        .orElseThrow()
        .resources();
  }

  private static ConditionFactory eventually() {
    return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20));
  }

  private static Optional<Actual> known(Current current) {
    return current instanceof Current.Known known ? Optional.of(known.actual()) : Optional.empty();
  }
}
