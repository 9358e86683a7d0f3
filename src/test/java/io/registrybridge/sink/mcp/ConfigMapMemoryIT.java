package io.registrybridge.sink.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Plan;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.Outcome;
import io.registrybridge.sink.Sample;
import io.registrybridge.sink.Sink;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What ConfigMaps of a real API server do beyond what every sink does. */
@ExtendWith(KubernetesPeer.Extension.class)
class ConfigMapMemoryIT {

  private final KubernetesPeer peer;
  private final KubernetesClient client;
  private final String name = "it-" + UUID.randomUUID().toString().substring(0, 8);
  private final Deque<Sink> opened = new ArrayDeque<>();

  ConfigMapMemoryIT(KubernetesPeer peer) {
    this.peer = peer;
    this.client = peer.client();
  }

  @AfterEach
  void close() {
    opened.forEach(Sink::close);
    client.close();
  }

  @Test
  void replicasThatMakeTheSameChangeBothSucceed() {
    var one = started();
    var two = started();
    var orders = service("orders", "10.0.0.1");

    assertThat(apply(one, new Change.Create(orders))).hasOnlyElementsOfType(Outcome.Applied.class);
    assertThat(apply(two, new Change.Create(orders))).hasOnlyElementsOfType(Outcome.Applied.class);
  }

  @Test
  void replicasThatMakeDifferentChangesLoseNone() {
    var one = started();
    var two = started();
    var services =
        IntStream.range(0, 40).mapToObj(number -> service("s" + number, "10.0.0.1")).toList();

    services.forEach(
        service ->
            assertThat(apply(service.hashCode() % 2 == 0 ? one : two, new Change.Create(service)))
                .hasOnlyElementsOfType(Outcome.Applied.class));

    await().until(() -> known(one).size() == 40 && known(two).size() == 40);
    assertThat(known(started())).containsExactlyInAnyOrderElementsOf(services);
  }

  @Test
  void thousandsOfServicesAreKeptInPiecesThatAConfigMapHasRoomFor() {
    var changes =
        IntStream.range(0, 5_000)
            .mapToObj(number -> service("s" + number, addresses(number)))
            .map(Change.Create::new)
            .toArray(Change[]::new);

    assertThat(apply(started(), changes)).hasOnlyElementsOfType(Outcome.Applied.class);

    assertThat(known(started())).hasSize(5_000);
    assertThat(
            client
                .configMaps()
                .inNamespace("mesh")
                .withLabel("registrybridge.io/snapshot", name)
                .list()
                .getItems())
        .hasSize(16);
  }

  @Test
  void aPieceThatIsTooLargeIsNotWritten() {
    var random = new Random(1);
    var addresses =
        IntStream.range(0, 150_000)
            .mapToObj(
                number ->
                    "fd00::%x:%x:%x"
                        .formatted(
                            random.nextInt(65536), random.nextInt(65536), random.nextInt(65536)))
            .toArray(String[]::new);

    var outcomes = apply(started(), new Change.Create(service("orders", addresses)));

    assertThat(outcomes)
        .singleElement()
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.reason()).contains("more than a ConfigMap has room for"));
  }

  @Test
  void whatIsNoSnapshotIsNotTakenForAnEmptyOne() {
    var maps = new ConfigMaps(client, "mesh", name);
    maps.put(new ConfigMaps.Value("3", ByteString.copyFromUtf8("somebody's"), ""));
    var memory = opened();
    assertThat(memory.current()).isInstanceOf(Current.Unread.class);

    memory.start(() -> {});

    await()
        .untilAsserted(
            () ->
                assertThat(memory.current())
                    .isInstanceOfSatisfying(
                        Current.Unknown.class,
                        unknown -> assertThat(unknown.reason()).contains("reading the snapshot")));
  }

  @Test
  void theLedgerIsKeptBesideThem() throws Exception {
    var births = Map.of("ServiceEntry mesh/orders", Instant.parse("2026-01-02T03:04:05Z"));
    try (var store = store()) {
      store.start(() -> {});
      await().until(() -> store.trouble().isEmpty());
      assertThat(new ConfigMapLedger(store).read()).isEmpty();
      new ConfigMapLedger(store).write(births);
    }
    try (var store = store()) {
      store.start(() -> {});
      await().until(() -> store.trouble().isEmpty());
      assertThat(new ConfigMapLedger(store).read()).contains(births);
    }
  }

  private static String[] addresses(int number) {
    return IntStream.range(1, 11)
        .mapToObj(index -> "10.%d.%d.%d".formatted(number / 250, number % 250, index))
        .toArray(String[]::new);
  }

  private Sink started() {
    var memory = opened();
    memory.start(() -> {});
    await().until(() -> memory.current() instanceof Current.Known);
    return memory;
  }

  private Sink opened() {
    var memory = new ConfigMapMemory("istiod", "ours", store());
    opened.push(memory);
    return memory;
  }

  private ConfigMapStore store() {
    return new ConfigMapStore(new ConfigMaps(peer.client(), "mesh", name));
  }

  private static MeshService service(String name, String... addresses) {
    return Sample.service("mesh", name, addresses);
  }

  private static List<Outcome> apply(Sink memory, Change... changes) {
    return memory.apply(new Plan(List.of(changes), List.of(), List.of(), 0, Optional.empty()));
  }

  private static List<MeshService> known(Sink memory) {
    return memory.current() instanceof Current.Known known
        ? known.actual().resources().values().stream()
            .flatMap(one -> one.service().stream())
            .toList()
        : List.of();
  }
}
