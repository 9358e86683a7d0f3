package io.registrybridge.sink.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Port;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Plan;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.Outcome;
import io.registrybridge.sink.Sample;
import io.registrybridge.sink.Sink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KubernetesPeer.Extension.class)
class KubernetesSinkIT {

  private static final String ORDERS = "orders.shop.mesh";
  private static final String FOREIGN =
      """
      apiVersion: networking.istio.io/v1
      kind: ServiceEntry
      metadata: {name: orders.shop.mesh, namespace: mesh}
      spec:
        hosts: [orders.shop.mesh]
        location: MESH_INTERNAL
        resolution: STATIC
        ports: [{name: http, number: 80, protocol: HTTP}]
      """;

  private final Cluster cluster;
  private final AtomicInteger hints = new AtomicInteger();
  private final List<Sink> opened = new ArrayList<>();

  KubernetesSinkIT(KubernetesPeer peer) {
    cluster = new Cluster(peer);
  }

  @BeforeEach
  void empty() {
    cluster.empty();
  }

  @AfterEach
  void close() {
    opened.forEach(Sink::close);
    cluster.close();
  }

  @Test
  void isTheOnlyOneThatSetsFieldsAndSetsThemByApply() {
    var sink = started();
    var orders = created(sink, orders("10.0.0.1"));
    apply(sink, new Change.Update(orders, orders("10.0.0.2")));

    assertThat(cluster.get(ORDERS).getMetadata().getManagedFields())
        .extracting(ManagedFieldsEntry::getManager, ManagedFieldsEntry::getOperation)
        .containsExactly(tuple("istio-registry-bridge", "Apply"));
  }

  @Test
  @Tag("fault")
  void takesOverNothingThatAppearedMeanwhileThoughItLooksTheSame() {
    var sink = started();
    known(sink);
    cluster.create(FOREIGN);
    var before = cluster.get(ORDERS);

    var outcomes = apply(sink, new Change.Create(orders()));

    assertThat(reason(outcomes))
        .contains("create ServiceEntry mesh/" + ORDERS, "changed meanwhile");
    assertThat(cluster.get(ORDERS)).isEqualTo(before);
  }

  @Test
  @Tag("fault")
  void leavesWhatOthersAddedToAnObject() {
    var sink = started();
    created(sink, orders("10.0.0.1"));
    cluster.edit(
        ORDERS,
        """
        {"metadata": {"labels": {"team": "red"}, "annotations": {"note": "mine"}},
         "spec": {"subjectAltNames": ["spiffe://a/b"]}}
        """);

    apply(sink, new Change.Update(newest(sink), orders("10.0.0.2")));

    var object = cluster.get(ORDERS);
    assertThat(object.getMetadata().getLabels()).containsEntry("team", "red");
    assertThat(object.getMetadata().getAnnotations()).containsEntry("note", "mine");
    assertThat(object.<Object>get("spec", "subjectAltNames")).isEqualTo(List.of("spiffe://a/b"));
    assertThat(object.<String>get("spec", "endpoints", 0, "address")).isEqualTo("10.0.0.2");
  }

  @Test
  void takesAwayWhatItDoesNotSayAnyMore() {
    var sink = started();
    var empty = orders().emptySince(Instant.parse("2026-01-02T03:04:05Z"));
    var full = orders("10.0.0.1", "10.0.0.2");
    created(sink, empty);

    apply(sink, new Change.Update(standing(sink), full));
    assertThat(cluster.get(ORDERS).getMetadata().getAnnotations())
        .containsOnlyKeys("registrybridge.io/origin");

    apply(sink, new Change.Update(standing(sink), orders()));
    assertThat(spec(cluster.get(ORDERS))).doesNotContainKey("endpoints");
  }

  @Test
  void takesAwayWhatSomebodyElseSetInItsPlace() {
    var sink = started();
    created(sink, orders("10.0.0.1"));
    cluster.edit(
        ORDERS,
        """
        {"spec": {"endpoints": [{"address": "10.6.6.6"}], "exportTo": ["."],
         "addresses": ["240.241.0.1"],
         "ports": [{"name": "http", "number": 80, "protocol": "HTTP"},
                   {"name": "odd", "number": 81, "protocol": "TCP"}]}}
        """);

    assertThat(apply(sink, new Change.Update(newest(sink), orders())))
        .hasOnlyElementsOfType(Outcome.Applied.class);

    assertThat(spec(cluster.get(ORDERS)))
        .containsOnlyKeys("hosts", "location", "resolution", "ports")
        .extractingByKey("ports")
        .isEqualTo(List.of(Map.of("name", "http", "number", 80, "protocol", "HTTP")));
    assertThat(cluster.get(ORDERS).getMetadata().getManagedFields())
        .filteredOn(entry -> entry.getManager().equals("istio-registry-bridge"))
        .extracting(ManagedFieldsEntry::getOperation)
        .containsExactly("Apply");
  }

  @Test
  void takesOverInOneUpdateWhatSomebodyElseWroteWithPortsOfOtherNames() {
    var sink = started();
    cluster.create(
        """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata:
          name: orders.shop.mesh
          namespace: mesh
          labels: {manager: aeraki, registrybridge.io/owner: ours}
        spec:
          hosts: [orders.shop.mesh]
          resolution: STATIC
          ports:
          - {name: tcp-80, number: 80, protocol: TCP}
          - {name: tcp-8080, number: 8080, protocol: TCP}
          endpoints: [{address: 10.6.6.6, ports: {tcp-80: 8080, tcp-8080: 8080}, locality: dc1}]
        """);
    known(sink);

    assertThat(apply(sink, new Change.Update(newest(sink), orders("10.0.0.1"))))
        .hasOnlyElementsOfType(Outcome.Applied.class);

    var object = cluster.get(ORDERS);
    assertThat(standing(sink).service()).contains(orders("10.0.0.1"));
    assertThat(object.getMetadata().getGeneration()).isEqualTo(2);
    assertThat(spec(object))
        .containsOnlyKeys("hosts", "location", "resolution", "ports", "endpoints")
        .extractingByKey("ports")
        .isEqualTo(List.of(Map.of("name", "http", "number", 80, "protocol", "HTTP")));

    apply(sink, new Change.Update(standing(sink), orders()));
    assertThat(spec(cluster.get(ORDERS))).doesNotContainKey("endpoints");
  }

  @Test
  void seesAnEditAndHints() {
    var sink = started();
    created(sink, orders("10.0.0.1"));
    var before = hintsOnceQuiet();
    cluster.edit(ORDERS, "{\"spec\": {\"endpoints\": [{\"address\": \"10.6.6.6\"}]}}");

    await().untilAsserted(() -> assertThat(hints).hasValueGreaterThan(before));
    await()
        .untilAsserted(
            () ->
                assertThat(standing(sink).service().orElseThrow().spec().endpoints())
                    .singleElement()
                    .returns("10.6.6.6", endpoint -> endpoint.address()));
  }

  @Test
  void seesADeletionAndHints() {
    var sink = started();
    created(sink, orders("10.0.0.1"));
    var before = hintsOnceQuiet();
    cluster.delete(ORDERS);

    await().untilAsserted(() -> assertThat(hints).hasValueGreaterThan(before));
    await().untilAsserted(() -> assertThat(known(sink)).isEmpty());
  }

  @Test
  void seesWhatIsForeignAndHints() {
    var sink = started();
    known(sink);
    var before = hintsOnceQuiet();
    cluster.create(FOREIGN);

    await().untilAsserted(() -> assertThat(hints).hasValueGreaterThan(before));
    await().untilAsserted(() -> assertThat(known(sink)).containsKey(orders().id()));
    assertThat(standing(sink).owner()).isEmpty();
    assertThat(standing(sink).hosts()).containsExactly(ORDERS);
  }

  @Test
  void hintsAtNothingThatItDidItself() {
    var sink = started();
    known(sink);
    var before = hintsOnceQuiet();
    var many = IntStream.range(0, 50).mapToObj(i -> Sample.service("mesh", "s" + i, "10.0.0.1"));
    apply(sink, many.map(Change.Create::new).toArray(Change[]::new));
    apply(sink, known(sink).values().stream().map(Change.Delete::new).toArray(Change[]::new));
    created(sink, orders("10.0.0.1")); // its echo comes after all others
    cluster.edit(ORDERS, "{\"metadata\": {\"labels\": {\"team\": \"red\"}}}");

    await().until(() -> Version.of(standing(sink)).revision() == revision(cluster.get(ORDERS)));
    assertThat(hints).hasValue(before);
    assertThat(known(sink)).containsOnlyKeys(orders().id());
  }

  @Test
  @Tag("fault")
  void asksForNothingWhenThereIsNothingToDo() {
    var sink = started();
    var start = cluster.writes();
    created(sink, orders("10.0.0.1"));
    // What is counted is counted after it is answered.
    await().untilAsserted(() -> assertThat(cluster.writes()).isEqualTo(start + 1));
    var before = cluster.writes();

    assertThat(sink.apply(Plan.nothing())).isEmpty();

    assertThat(cluster.writes()).isEqualTo(before);
  }

  @Test
  @Tag("fault")
  void makesAllOtherChangesWhenOneIsRefused() {
    var sink = started();
    var changes = new ArrayList<Change>();
    IntStream.range(0, 40)
        .mapToObj(i -> Sample.service("mesh", "s" + i, "10.0.0.1"))
        .forEach(one -> changes.add(new Change.Create(one)));
    changes.add(20, new Change.Create(poisoned()));

    var outcomes = apply(sink, changes.toArray(Change[]::new));

    assertThat(outcomes).extracting(Outcome::change).isEqualTo(changes);
    assertThat(outcomes.remove(20))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.reason()).contains("port number cannot be duplicated"));
    assertThat(outcomes).hasOnlyElementsOfType(Outcome.Applied.class);
    assertThat(known(sink)).hasSize(40);
  }

  @Test
  @Tag("fault")
  void triesWhatWasRefusedNotAgainBeforeItsTime() {
    var sink = started();
    apply(sink, new Change.Create(poisoned()));

    // Its time comes later after each try, so it is not always over before this looks.
    await()
        .untilAsserted(
            () -> {
              var before = cluster.writes();
              var outcomes = apply(sink, new Change.Create(poisoned()));
              assertThat(outcomes).hasOnlyElementsOfType(Outcome.Refused.class);
              assertThat(reason(outcomes)).contains("not tried again before");
              assertThat(cluster.writes()).isEqualTo(before);
            });
  }

  @Test
  void triesAtOnceWhatIsWantedOtherwiseNow() {
    var sink = started();
    apply(sink, new Change.Create(poisoned()));

    assertThat(apply(sink, new Change.Create(orders("10.0.0.1"))))
        .hasOnlyElementsOfType(Outcome.Applied.class);
  }

  @Test
  void hintsWhenWhatFailedMayBeTriedAgain() {
    var sink = started();
    known(sink);
    var before = hints.get();

    apply(sink, new Change.Create(poisoned()));

    await().untilAsserted(() -> assertThat(hints).hasValueGreaterThan(before));
  }

  @Test
  @Tag("fault")
  void namesTheRightThatIsMissing() {
    var sink = opened(cluster.settings(Optional.of("alice")));
    sink.start(hints::incrementAndGet);

    await().until(() -> hints.get() > 0);
    await()
        .untilAsserted(
            () ->
                assertThat(sink.current())
                    .isInstanceOfSatisfying(
                        Current.Unknown.class,
                        unknown ->
                            assertThat(unknown.reason())
                                .contains("cannot list resource \"serviceentries\"", "\"mesh\"")));

    var outcomes = sink.apply(plan(new Change.Create(orders("10.0.0.1"))));
    assertThat(outcomes).hasOnlyElementsOfType(Outcome.Failed.class);
    assertThat(reason(outcomes)).contains("cannot patch resource \"serviceentries\"");
  }

  @Test
  @Tag("fault")
  void saysWhichRightsItLacksBeforeItNeedsThem() {
    var sink = opened(cluster.settings(Optional.of("alice")));
    sink.start(hints::incrementAndGet);
    await()
        .untilAsserted(
            () ->
                assertThat(sink.lacks())
                    .containsExactly(
                        "{apiGroups: [\"networking.istio.io\"], resources: [serviceentries],"
                            + " verbs: [list, watch]} in namespace mesh",
                        "{apiGroups: [\"\"], resources: [services], verbs: [list, watch]}"
                            + " in namespace mesh"));
  }

  @Test
  @Tag("fault")
  void losesNothingWhenItIsClosed() {
    var sink = started();
    created(sink, orders("10.0.0.1"));

    sink.close();

    assertThat(cluster.has(ORDERS)).isTrue();
    assertThat(reason(sink.apply(plan(new Change.Create(poisoned()))))).contains("closed");
  }

  /** How often it has hinted so far; that it could be read at first is a hint as well. */
  private int hintsOnceQuiet() {
    var before = new AtomicInteger(-1);
    await()
        .during(Duration.ofMillis(500))
        .until(
            () -> {
              var now = hints.get();
              return before.getAndSet(now) == now;
            });
    return before.get();
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

  /** Two ports of one number: the schema takes that, a rule of the CRD does not. */
  private static MeshService poisoned() {
    var orders = orders("10.0.0.1");
    var ports = List.of(new Port("http", 80, "HTTP"), new Port("grpc", 80, "GRPC"));
    return orders.with(orders.spec().with(ports, orders.spec().endpoints()));
  }

  private static MeshService orders(String... addresses) {
    return Sample.service("mesh", "orders", addresses);
  }

  private static Standing created(Sink sink, MeshService service) {
    assertThat(apply(sink, new Change.Create(service)))
        .hasOnlyElementsOfType(Outcome.Applied.class);
    return standing(sink);
  }

  /** What stands there once the sink has seen what the cluster has. */
  private Standing newest(Sink sink) {
    var revision = revision(cluster.get(ORDERS));
    await().until(() -> Version.of(standing(sink)).revision() == revision);
    return standing(sink);
  }

  private static long revision(GenericKubernetesResource object) {
    return Version.of(object.getMetadata()).revision();
  }

  private static Standing standing(Sink sink) {
    return Optional.ofNullable(known(sink).get(orders().id())).orElseThrow();
  }

  private static List<Outcome> apply(Sink sink, Change... changes) {
    known(sink);
    return new ArrayList<>(sink.apply(plan(changes)));
  }

  private static Plan plan(Change... changes) {
    return Plan.of(List.of(changes));
  }

  private static String reason(List<Outcome> outcomes) {
    assertThat(outcomes).hasSize(1);
    return outcomes.get(0).reason();
  }

  private static Map<ResourceId, Standing> known(Sink sink) {
    await().until(() -> sink.current() instanceof Current.Known);
    return ((Current.Known) sink.current()).actual().resources();
  }

  private static Map<String, Object> spec(GenericKubernetesResource object) {
    return object.get("spec");
  }
}
