package io.registrybridge.sink.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.Peers;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Plan;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.Outcome;
import io.registrybridge.sink.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each test has an API server of its own, to break. */
class KubernetesOutageIT {

  private final KubernetesPeer peer = KubernetesPeer.start();
  private final Cluster cluster = new Cluster(peer);
  private final KubernetesSink sink = cluster.sink("ours");
  private final AtomicInteger hints = new AtomicInteger();

  @BeforeAll
  static void needsPeers() {
    Peers.require("etcd", "kube-apiserver");
  }

  @AfterEach
  void close() {
    sink.close();
    cluster.close();
    peer.close();
  }

  @Test
  @Tag("fault")
  void healsByItselfWhenTheApiServerComesBack() {
    sink.start(hints::incrementAndGet);
    untilKnown();
    apply(orders());

    peer.stopApiServer();

    await().untilAsserted(() -> assertThat(trouble()).contains("does not answer"));
    var outcomes = applied(200);
    assertThat(outcomes).hasSize(200).hasOnlyElementsOfType(Outcome.Failed.class);
    assertThat(outcomes).extracting(KubernetesOutageIT::reason).anyMatch(KubernetesOutageIT::quick);

    var before = hints.get();
    peer.startApiServer();

    untilKnown();
    await().untilAsserted(() -> assertThat(hints).hasValueGreaterThan(before));
    assertThat(((Current.Known) sink.current()).actual().resources()).hasSize(1);
    await()
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(applied(200)).hasOnlyElementsOfType(Outcome.Applied.class));
  }

  @Test
  @Tag("fault")
  void hearsWhatHappensAfterTheApiServerCameBack() {
    sink.start(hints::incrementAndGet);
    untilKnown();
    var orders = orders();
    apply(orders);
    assertThat(sink.restarts()).isZero();
    peer.stopApiServer();
    peer.startApiServer();

    cluster.delete(orders.id().name());

    await()
        .until(
            () ->
                sink.current() instanceof Current.Known known
                    && known.actual().resources().isEmpty());
    assertThat(sink.restarts()).as("watches on two kinds broke off").isGreaterThanOrEqualTo(2);
  }

  @Test
  @Tag("fault")
  void aRevisionThatTheApiServerHasForgottenIsNoReasonToHearNothingMore() {
    try (var cable = peer.cable();
        var far = cluster.sink("ours", cluster.settings(peer.kubeconfig(cable)))) {
      far.start(hints::incrementAndGet);
      await().until(() -> far.current() instanceof Current.Known);
      sink.start(hints::incrementAndGet);
      untilKnown();
      apply(orders());
      await().until(() -> held(far) == 1);
      var watched = cluster.get(orders().id().name()).getMetadata().getResourceVersion();

      cable.cutAfter(0);
      cluster.delete(orders().id().name());
      peer.stopApiServer();
      peer.forgetHistory();
      peer.startApiServer();
      assertThat(cluster.codeOfWatchSince(watched)).isEqualTo(410);
      cable.mend();

      await().until(() -> held(far) == 0);
    }
  }

  private static int held(KubernetesSink sink) {
    return sink.current() instanceof Current.Known known ? known.actual().resources().size() : -1;
  }

  @Test
  @Tag("fault")
  void waitsForAnApiServerThatIsNotThereYet() {
    peer.stopApiServer();
    sink.start(hints::incrementAndGet);
    await().untilAsserted(() -> assertThat(trouble()).contains("no connection"));

    peer.startApiServer();

    untilKnown();
  }

  /** As istiod's is while istiod is down. */
  @Test
  @Tag("fault")
  void aWebhookThatIsDownRefusesNothingForGood() {
    sink.start(hints::incrementAndGet);
    untilKnown();
    apply(orders());

    cluster.breakWebhook();
    var tries = new AtomicInteger();
    await()
        .untilAsserted(
            () ->
                assertThat(apply(numbered(tries.incrementAndGet())))
                    .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.reason()).contains("failed calling webhook")));
    assertThat(cluster.has(orders().id().name())).isTrue();

    cluster.removeWebhook();
    await()
        .untilAsserted(
            () -> assertThat(apply(numbered(tries.get()))).isInstanceOf(Outcome.Applied.class));
  }

  private static MeshService numbered(int number) {
    return Sample.service("mesh", "s" + number, "10.0.0.1");
  }

  @Test
  @Tag("fault")
  void whatAnApiServerHasNoTimeForIsWrittenLater() {
    cluster.allowAlice("serviceentries");
    cluster.throttleAlice();
    try (var busy = cluster.sink("ours", cluster.settings(Optional.of("alice")))) {
      busy.start(hints::incrementAndGet);
      await().until(() -> busy.current() instanceof Current.Known);
      var first = new AtomicInteger(-100);
      await()
          .untilAsserted(
              () ->
                  assertThat(hundred(busy, first.addAndGet(100)))
                      .extracting(KubernetesOutageIT::reason)
                      .anyMatch(reason -> reason.contains("429")));

      cluster.unthrottleAlice();
      await()
          .pollInterval(Duration.ofMillis(500))
          .untilAsserted(
              () ->
                  assertThat(hundred(busy, first.get()))
                      .hasOnlyElementsOfType(Outcome.Applied.class));
    }
  }

  /** What came of these, if they are not there yet. */
  private static List<Outcome> hundred(KubernetesSink sink, int first) {
    return sink.apply(
        Plan.of(
            IntStream.range(first, first + 100)
                .mapToObj(KubernetesOutageIT::numbered)
                .filter(one -> !known(sink, one))
                .map(one -> (Change) new Change.Create(one))
                .toList()));
  }

  @Test
  void refusesAFieldThatTheClusterDoesNotKnow() {
    cluster.changeCrd(yaml -> yaml.replace(" serviceAccount:", " accountOfOld:"));
    var tries = new AtomicInteger(); // it may go by the definition of before for a moment
    sink.start(hints::incrementAndGet);
    untilKnown();

    await()
        .untilAsserted(
            () ->
                assertThat(apply(withAnAccount(numbered(tries.incrementAndGet()))))
                    .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused ->
                            assertThat(refused.reason())
                                .contains(
                                    ".spec.endpoints[0].serviceAccount: field not declared")));
  }

  @Test
  @Tag("fault")
  void saysThatIstioIsNotThere() {
    cluster.deleteCrd();
    sink.start(hints::incrementAndGet);

    await().untilAsserted(() -> assertThat(trouble()).contains("are Istio's CRDs installed?"));
  }

  private void untilKnown() {
    await().until(() -> sink.current() instanceof Current.Known);
  }

  private String trouble() {
    return sink.current() instanceof Current.Unknown unknown ? unknown.reason() : "";
  }

  private Outcome apply(MeshService service) {
    return apply(List.of(new Change.Create(service))).get(0);
  }

  private List<Outcome> applied(int count) {
    return apply(
        IntStream.range(0, count)
            .mapToObj(i -> Sample.service("mesh", "s" + i, "10.0.0.1"))
            .filter(one -> !known(sink, one))
            .map(one -> (Change) new Change.Create(one))
            .toList());
  }

  private static boolean known(KubernetesSink sink, MeshService service) {
    return sink.current() instanceof Current.Known known
        && known.actual().resources().containsKey(service.id());
  }

  private List<Outcome> apply(List<Change> changes) {
    return sink.apply(Plan.of(changes));
  }

  private static boolean quick(String reason) {
    return reason.contains("gets no requests now");
  }

  private static String reason(Outcome outcome) {
    return outcome instanceof Outcome.Failed failed ? failed.reason() : "";
  }

  private static MeshService orders() {
    return Sample.service("mesh", "orders", "10.0.0.1");
  }

  private static MeshService withAnAccount(MeshService service) {
    var endpoints =
        service.spec().endpoints().stream()
            .map(one -> new Endpoint(one.address(), one.ports(), one.labels(), 1, "", "", "orders"))
            .toList();
    return service.with(service.spec().with(service.spec().ports(), endpoints));
  }
}
