package io.registrybridge.sink.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.Form;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Plan;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.Outcome;
import io.registrybridge.sink.Parts;
import io.registrybridge.sink.Sample;
import io.registrybridge.sink.Sink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A real API server with services that are more than one object. */
@ExtendWith(KubernetesPeer.Extension.class)
class ManyObjectsIT {

  private static final String ORDERS = "orders.shop.mesh";

  private final Cluster cluster;
  private final List<Sink> opened = new ArrayList<>();
  private final AtomicInteger hints = new AtomicInteger();

  ManyObjectsIT(KubernetesPeer peer) {
    cluster = new Cluster(peer);
  }

  @BeforeEach
  void empty() {
    cluster.empty();
  }

  @AfterEach
  void close() {
    opened.forEach(Sink::close);
    cluster.allowAlice();
    cluster.close();
  }

  @Test
  void oneThatIsRefusedKeepsNoOtherOut() {
    var sink = started();
    var orders = workloads("10.0.0.1", "10.0.0.2", "x".repeat(300));

    var outcomes = apply(sink, new Change.Create(orders));

    assertThat(outcomes)
        .hasOnlyElementsOfType(Outcome.Refused.class)
        .extracting(Outcome::reason)
        .allMatch(reason -> reason.contains("create WorkloadEntry mesh/" + ORDERS));
    assertThat(addresses(standing(sink))).containsExactly("10.0.0.1", "10.0.0.2");
    assertThat(cluster.has(ORDERS)).isTrue();
    var more = workloads("10.0.0.2", "10.0.0.3", "x".repeat(300));
    apply(sink, new Change.Update(standing(sink), more));
    assertThat(addresses(standing(sink))).containsExactly("10.0.0.2", "10.0.0.3");
    var before = cluster.workloadWrites();
    assertThat(apply(sink, new Change.Update(standing(sink), more)))
        .extracting(Outcome::reason)
        .hasSize(1);
    var tried = cluster.workloadWrites() - before;
    assertThat(tried).as("only what is missing").isLessThanOrEqualTo(1);
    // Its time comes later after each try, so it is not always over before this looks.
    await()
        .untilAsserted(
            () ->
                assertThat(apply(sink, new Change.Update(standing(sink), more)).get(0).reason())
                    .contains("not tried again before"));
  }

  @Test
  void endpointsGoOnChangingInlineWhileOneHasNoWorkloadEntry() {
    var sink = started();
    created(sink, inline("10.0.0.1", "10.0.0.2"));
    cluster.create(foreign(name("10.0.0.2")));

    var outcomes =
        apply(
            sink, new Change.Update(standing(sink), inline("10.0.0.1", "10.0.0.2").in(Form.BOTH)));

    assertThat(outcomes).hasOnlyElementsOfType(Outcome.Failed.class);
    assertThat(standing(sink).service()).contains(inline("10.0.0.1", "10.0.0.2").in(Form.RAGGED));
    var moved = inline("10.0.0.2", "10.0.0.3");
    apply(sink, new Change.Update(standing(sink), moved.in(Form.BOTH)));
    assertThat(standing(sink).service()).contains(moved.in(Form.RAGGED));
    cluster.deleteWorkloadEntry(name("10.0.0.2"));
    // Once the sink has heard that nothing is in its way any more.
    var both = moved.in(Form.bothSince(Instant.EPOCH));
    await()
        .untilAsserted(
            () -> {
              apply(sink, new Change.Update(standing(sink), both));
              assertThat(standing(sink).service()).contains(both);
            });
  }

  @Test
  void whatIsInUseIsNotSelectedBeforeItIsThere() {
    var sink = started();
    var both = created(sink, inline("10.0.0.1", "10.0.0.2").in(Form.BOTH));
    var seen = both.version();
    cluster.deleteWorkloadEntry(name("10.0.0.2"));
    cluster.create(foreign(name("10.0.0.2")));
    await().until(() -> !standing(sink).version().equals(seen));

    var outcomes =
        apply(sink, new Change.Update(standing(sink), workloads("10.0.0.1", "10.0.0.2")));

    assertThat(outcomes).hasOnlyElementsOfType(Outcome.Failed.class);
    assertThat(cluster.get(ORDERS).<Map<String, Object>>get("spec"))
        .containsKey("endpoints")
        .doesNotContainKey("workloadSelector");
  }

  @Test
  void whatIsLeftWithoutAServiceEntryIsTheServicesAndCanGo() {
    var sink = started();
    created(sink, workloads("10.0.0.1", "10.0.0.2"));
    cluster.delete(ORDERS);
    await().until(() -> form(sink).equals(Optional.of(Form.RAGGED)));
    var loose = standing(sink);
    assertThat(loose.owner()).isEqualTo("ours");
    assertThat(loose.service().orElseThrow().origins()).isEqualTo(inline().origins());
    assertThat(loose.service().orElseThrow().emptySince()).contains(Instant.EPOCH);

    assertThat(apply(sink, new Change.Delete(loose))).hasOnlyElementsOfType(Outcome.Applied.class);

    assertThat(known(sink)).isEmpty();
    assertThat(cluster.workloadEntries()).isEmpty();
  }

  @Test
  void aServiceEntryThatSomebodyDeletedIsWrittenAgain() {
    var sink = started();
    created(sink, workloads("10.0.0.1", "10.0.0.2"));
    cluster.delete(ORDERS);
    await().until(() -> form(sink).equals(Optional.of(Form.RAGGED)));
    var before = cluster.workloadWrites();

    apply(sink, new Change.Update(standing(sink), workloads("10.0.0.1", "10.0.0.2")));

    assertThat(standing(sink).service()).contains(workloads("10.0.0.1", "10.0.0.2"));
    assertThat(cluster.workloadWrites()).as("they stand already").isEqualTo(before);
  }

  @Test
  void editsOfWorkloadEntriesAreSeenAndUndone() {
    var sink = started();
    created(sink, workloads("10.0.0.1", "10.0.0.2"));
    var before = hints.get();

    cluster.editWorkloadEntry(name("10.0.0.1"), "{\"spec\":{\"address\":\"10.6.6.6\"}}");
    cluster.deleteWorkloadEntry(name("10.0.0.2"));

    await().untilAsserted(() -> assertThat(addresses(standing(sink))).containsExactly("10.6.6.6"));
    await().untilAsserted(() -> assertThat(hints).hasValueGreaterThan(before));
    apply(sink, new Change.Update(standing(sink), workloads("10.0.0.1", "10.0.0.2")));
    assertThat(addresses(standing(sink))).containsExactly("10.0.0.1", "10.0.0.2");
    assertThat(cluster.workloadEntries()).hasSize(2);
  }

  @Test
  void whatOthersPutBesideItIsLeftAlone() {
    var sink = started();
    cluster.create(foreign("theirs"));
    created(sink, workloads("10.0.0.1"));

    apply(sink, new Change.Delete(standing(sink)));

    assertThat(cluster.workloadEntries())
        .extracting(one -> one.getMetadata().getName())
        .containsExactly("theirs");
  }

  @Test
  void whoMayNotReadThemWritesServicesWithoutThem() {
    cluster.allowAlice("serviceentries");
    var sink = opened(cluster.settings(Optional.of("alice")));
    sink.start(hints::incrementAndGet);

    created(sink, inline("10.0.0.1"));

    var outcomes = apply(sink, new Change.Update(standing(sink), workloads("10.0.0.1")));
    assertThat(outcomes).hasOnlyElementsOfType(Outcome.Failed.class);
    assertThat(outcomes.get(0).reason()).contains("cannot list resource \"workloadentries\"");
    assertThat(standing(sink).service()).contains(inline("10.0.0.1"));
  }

  @Test
  @Tag("fault")
  void whoMayListAndNotWatchHearsOfIt() {
    created(started(), inline("10.0.0.1"));
    cluster.allowAlice(List.of("list"), "serviceentries", "workloadentries");
    var sink = opened(cluster.settings(Optional.of("alice")));

    sink.start(hints::incrementAndGet);

    await()
        .untilAsserted(
            () ->
                assertThat(sink.current().trouble())
                    .contains("list and watch serviceentries", "namespace mesh: Forbidden (403)"));
    assertThat(sink.current()).isInstanceOf(Current.Unknown.class);

    cluster.allowAlice("serviceentries", "workloadentries");
    assertThat(standing(sink).service()).contains(inline("10.0.0.1"));
  }

  @Test
  void whoMayNotReadThemDoesNotTakeAServiceThatSelectsForAnEmptyOne() {
    created(started(), workloads("10.0.0.1"));
    cluster.allowAlice("serviceentries");
    var sink = opened(cluster.settings(Optional.of("alice")));

    sink.start(hints::incrementAndGet);

    await()
        .untilAsserted(
            () ->
                assertThat(sink.current().trouble())
                    .contains("cannot list resource \"workloadentries\""));
  }

  @Test
  @Tag("fault")
  void moreEndpointsThanAServiceEntryTakesAreWritten() {
    var sink = started();
    var addresses =
        IntStream.range(0, 4097)
            .mapToObj(one -> "10.1.%d.%d".formatted(one / 250, one % 250))
            .toArray(String[]::new);

    created(sink, workloads(addresses));

    assertThat(addresses(standing(started()))).hasSize(4097);
    var before = cluster.workloadWrites();
    apply(
        sink,
        new Change.Update(
            standing(sink), workloads(Stream.of(addresses).skip(1).toArray(String[]::new))));
    await().untilAsserted(() -> assertThat(cluster.workloadWrites() - before).isEqualTo(1));
    assertThat(addresses(standing(sink))).hasSize(4096);
  }

  private static String foreign(String name) {
    return """
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata:
          name: %s
          namespace: mesh
          labels: {registrybridge.io/service: %s}
        spec: {address: 10.9.9.9}
        """
        .formatted(name, ORDERS);
  }

  private static String name(String address) {
    return Parts.workloads(workloads(address)).firstKey().name();
  }

  private Sink opened(KubernetesSettings settings) {
    var sink = cluster.sink("ours", settings);
    opened.add(sink);
    return sink;
  }

  private Sink started() {
    var sink = opened(cluster.settings());
    sink.start(hints::incrementAndGet);
    return sink;
  }

  private static MeshService workloads(String... addresses) {
    return inline(addresses).in(Form.WORKLOADS);
  }

  private static MeshService inline(String... addresses) {
    return Sample.service("mesh", "orders", addresses);
  }

  private static Standing created(Sink sink, MeshService service) {
    assertThat(apply(sink, new Change.Create(service)))
        .hasOnlyElementsOfType(Outcome.Applied.class);
    return standing(sink);
  }

  private static Standing standing(Sink sink) {
    return Optional.ofNullable(known(sink).get(inline().id())).orElseThrow();
  }

  private static Optional<Form> form(Sink sink) {
    return Optional.ofNullable(known(sink).get(inline().id()))
        .flatMap(Standing::service)
        .map(MeshService::form);
  }

  private static List<String> addresses(Standing standing) {
    return standing.service().orElseThrow().spec().endpoints().stream()
        .map(Endpoint::address)
        .toList();
  }

  private static List<Outcome> apply(Sink sink, Change... changes) {
    known(sink);
    return new ArrayList<>(sink.apply(Plan.of(List.of(changes))));
  }

  private static Map<ResourceId, Standing> known(Sink sink) {
    await().until(() -> sink.current() instanceof Current.Known);
    return ((Current.Known) sink.current()).actual().resources();
  }
}
