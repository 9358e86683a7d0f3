package io.registrybridge.sink.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Port;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Plan;
import io.registrybridge.plan.Rejection;
import io.registrybridge.plan.Rejection.Cause;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.Outcome;
import io.registrybridge.sink.Sample;
import io.registrybridge.sink.Sink;
import io.registrybridge.sink.cluster.Leases;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Events, as the real API server takes them. */
@ExtendWith({KubernetesPeer.Extension.class, OutputCaptureExtension.class})
class AnnouncerIT {

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

  private final KubernetesPeer peer;
  private final Cluster cluster;
  private final KubernetesClient client;
  private final KubernetesClient alice;
  private final KubernetesSink sink;

  AnnouncerIT(KubernetesPeer peer) {
    this.peer = peer;
    cluster = new Cluster(peer);
    client = peer.client();
    alice = as("alice");
    sink = cluster.sink("ours");
  }

  private KubernetesClient as(String context) {
    var config = Config.fromKubeconfig(context, peer.kubeconfig().toFile());
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  @BeforeEach
  void empty() {
    cluster.empty();
    cluster.forgetEvents();
  }

  @AfterEach
  void close() {
    sink.close();
    alice.close();
    client.close();
    cluster.close();
  }

  @Test
  void whatIsInTheWayIsToldOfAtTheObjectItself() {
    cluster.create(FOREIGN);
    start(client);
    await().until(() -> known(sink).contains("orders.shop.mesh"));

    sink.apply(rejected(Stream.of("orders"), "the object there is nobody's"));

    var event = only();
    assertThat(event.getType()).isEqualTo("Warning");
    assertThat(event.getReason()).isEqualTo("Rejected");
    assertThat(event.getNote()).isEqualTo("the object there is nobody's");
    assertThat(event.getRegarding().getKind()).isEqualTo("ServiceEntry");
    assertThat(event.getRegarding().getUid())
        .isEqualTo(cluster.get("orders.shop.mesh").getMetadata().getUid());
  }

  @Test
  void aRefusalByTheApiServerIsToldOfAtTheLease() {
    start(client);

    sink.apply(Plan.of(List.of(new Change.Create(poisoned()))));

    var event = only();
    assertThat(event.getNote())
        .startsWith("ServiceEntry mesh/bad.shop.mesh: create ")
        .contains("port number cannot be duplicated");
    assertThat(event.getRegarding())
        .extracting(ObjectReference::getKind, ObjectReference::getName)
        .containsExactly("Lease", "registry-bridge-ours");
  }

  @Test
  void whatIsToldOnceIsToldOnce() {
    var announcer = announcer(client);
    for (var pass = 0; pass < 5; pass++) {
      passed(announcer, rejected(Stream.of("orders"), "taken"));
    }
    passed(announcer, rejected(Stream.of("orders", "billing"), "taken"));

    await().until(() -> cluster.events().size() > 1);
    assertThat(cluster.events())
        .extracting(Event::getNote)
        .containsExactlyInAnyOrder(
            "ServiceEntry mesh/orders.shop.mesh: taken",
            "ServiceEntry mesh/billing.shop.mesh: taken");
  }

  @Test
  void ofAFloodTheRestIsCounted() {
    var names = IntStream.range(0, Announcer.SINGLE + 20).mapToObj(number -> "app-" + number);

    passed(announcer(client), rejected(names, "taken"));

    await().until(() -> cluster.events().size() > Announcer.SINGLE);
    assertThat(cluster.events())
        .hasSize(Announcer.SINGLE + 1)
        .extracting(Event::getNote)
        .contains("20 more; GET /actuator/plan has all of them");
  }

  @Test
  void whatARegistryWroteIsCutToWhatTheApiServerTakes() {
    passed(announcer(client), rejected(Stream.of("orders"), "ä\n\u0007".repeat(2_000)));

    assertThat(only().getNote())
        .startsWith("ServiceEntry mesh/orders.shop.mesh: ä ä")
        .endsWith("...")
        .hasSizeGreaterThan(600);
  }

  @Test
  void withoutTheRightThatIsToldOnceAndNothingElseSuffers(CapturedOutput log) {
    start(alice);

    sink.apply(rejected(Stream.of("orders"), "taken"));
    sink.apply(rejected(Stream.of("billing"), "taken"));
    var outcomes =
        sink.apply(Plan.of(List.of(new Change.Create(Sample.service("mesh", "mail", "10.0.0.1")))));

    assertThat(outcomes).hasOnlyElementsOfType(Outcome.Applied.class);
    await().until(() -> log.getAll().contains("create Events in namespace mesh: "));
    assertThat(log.getAll().split("cannot create resource \"events\"", -1)).hasSize(2);
    assertThat(cluster.events()).isEmpty();
  }

  private void start(KubernetesClient telling) {
    sink.announce(announcer(telling));
    sink.start(() -> {});
    await().until(() -> sink.current() instanceof Current.Known);
  }

  private static Announcer announcer(KubernetesClient telling) {
    var lease = new Leases(telling, "mesh", "ours").reference();
    return new Announcer(new Events("cluster", telling, "replica"), lease);
  }

  private static void passed(Announcer announcer, Plan plan) {
    announcer.passed(plan, List.of(), Instant.now(), id -> Optional.empty());
  }

  private Event only() {
    await().until(() -> !cluster.events().isEmpty());
    assertThat(cluster.events()).hasSize(1);
    return cluster.events().get(0);
  }

  private static List<String> known(Sink sink) {
    return sink.current() instanceof Current.Known known
        ? known.actual().resources().keySet().stream().map(ResourceId::name).toList()
        : List.of();
  }

  private static Plan rejected(Stream<String> names, String reason) {
    var rejections =
        names
            .map(name -> ResourceId.serviceEntry("mesh", name + ".shop.mesh"))
            .map(id -> new Rejection(id, Cause.REFUSED, reason))
            .toList();
    return new Plan(List.of(), List.of(), rejections, 0, Optional.empty());
  }

  /** The API server takes no two ports of one number. */
  private static MeshService poisoned() {
    var good = Sample.service("mesh", "bad", "10.0.0.1");
    var ports = List.of(new Port("http", 80, "HTTP"), new Port("grpc", 80, "GRPC"));
    return good.with(good.spec().with(ports, good.spec().endpoints()));
  }
}
