package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.ServiceEntries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Several owners on one namespace of a real API server, one after the other and side by side. */
@ExtendWith(KubernetesPeer.Extension.class)
class FormerOwnerIT {

  private static final String OWNER = "registrybridge.io/owner";
  private static final String ORDERS = "orders.shop.mesh";
  private static final String STOCK = "stock.shop.mesh";

  private final KubernetesPeer kubernetes;
  private final KubernetesClient client;
  private final ServiceEntries entries;
  @TempDir private Path folder;

  FormerOwnerIT(KubernetesPeer kubernetes) {
    this.kubernetes = kubernetes;
    this.client = kubernetes.client();
    this.entries = new ServiceEntries(client);
  }

  @BeforeEach
  void empty() throws IOException {
    entries.all().delete();
    list(
        "shop",
        "orders: [{address: 10.0.0.1, port: 8080}]",
        "stock: [{address: 10.0.1.1, port: 8080}]");
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  @Tag("fault")
  void inheritsWithoutAMomentWithoutEndpoints() {
    leave();
    var journal = new Journal();
    var watch = entries.all().watch(journal);
    try (var prod = start("shop", "bridge.adopt-from=staging")) {
      await().until(() -> journal.owners().stream().filter("prod"::equals).count() > 1);
      untilUnchanged(prod, 2);
      assertThat(prod.sync().path("sinks").path("cluster").path("resources").asInt()).isEqualTo(2);
    }
    watch.close();
    assertThat(journal.events).noneMatch(event -> event.action == Watcher.Action.DELETED);
    assertThat(journal.events).allMatch(event -> event.endpoints.size() == 1);
    assertThat(owner(ORDERS)).isEqualTo("prod");
    assertThat(entries.get(ORDERS).getMetadata().getManagedFields())
        .extracting(ManagedFieldsEntry::getManager)
        .containsExactly("istio-registry-bridge");
  }

  @Test
  @Tag("fault")
  void inheritsWhatCameFromARegistryThatIsSilentAndLosesNothing() throws IOException {
    leave();
    Files.delete(folder.resolve("shop.yaml"));
    try (var prod = start("shop", "bridge.adopt-from=staging")) {
      await().until(() -> List.of(owner(ORDERS), owner(STOCK)).equals(List.of("prod", "prod")));
      assertThat(endpoints(entries.get(ORDERS))).hasSize(1);
      list("shop", "stock: [{address: 10.0.1.1, port: 8080}]");
      await().until(() -> prod.registry("shop").path("services").asInt() == 1);
      prod.pass();
      assertThat(endpoints(entries.get(ORDERS)))
          .as("a loss after a silence is held as it is for what is ours")
          .hasSize(1);
    }
  }

  @Test
  void inheritsWhatSomebodyElseHasEditedSince() {
    leave();
    var edit =
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("somebody")
            .withForce(true)
            .build();
    entries
        .all()
        .withName(ORDERS)
        .patch(
            edit,
            """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: orders.shop.mesh, namespace: mesh, labels: {registrybridge.io/owner: staging, team: red}}
            spec: {hosts: [orders.shop.mesh], location: MESH_INTERNAL, endpoints: [{address: 10.0.0.1}, {address: 10.6.6.6}]}
            """);
    try (var prod = start("shop", "bridge.adopt-from=staging")) {
      await().until(() -> owner(ORDERS).equals("prod"));
      untilUnchanged(prod, 2);
    }
    assertThat(owner(ORDERS)).isEqualTo("prod");
    assertThat(entries.get(ORDERS).getMetadata().getLabels()).containsEntry("team", "red");
    assertThat(endpoints(entries.get(ORDERS)))
        .singleElement()
        .satisfies(endpoint -> assertThat(endpoint).containsEntry("address", "10.0.0.1"));
  }

  @Test
  void twoOwnersLeaveEachOthersObjectsAlone() throws IOException {
    list("core", "billing: [{address: 10.0.2.1, port: 8080}]");
    try (var staging = start("shop", "bridge.owner=staging");
        var prod = start("core", "bridge.owner=prod")) {
      await().until(() -> has(ORDERS) && has(STOCK) && has("billing.core.mesh"));
      untilUnchanged(prod, 1);
      untilUnchanged(staging, 2);
      var theirs = version(ORDERS);
      var ours = version("billing.core.mesh");
      for (var count = 0; count < 3; count++) {
        assertThat(prod.pass().path("unchanged").asInt()).isEqualTo(1);
        assertThat(staging.pass().path("unchanged").asInt()).isEqualTo(2);
      }
      assertThat(version(ORDERS)).isEqualTo(theirs);
      assertThat(version("billing.core.mesh")).isEqualTo(ours);

      assertThat(staging.pass().path("rejected").asInt()).isZero();
    }
  }

  @Test
  void whatAnotherOwnerHasIsNotWrittenThoughBothWantIt() {
    try (var staging = start("shop", "bridge.owner=staging")) {
      await().until(() -> staging.pass().path("unchanged").asInt() == 2);
      var theirs = version(ORDERS);
      try (var prod = start("shop", "bridge.owner=prod")) {
        await().until(() -> prod.pass().path("rejected").asInt() == 2);
        assertThat(
                prod.get("/actuator/plan")
                    .path("sinks")
                    .path("cluster")
                    .path("rejected")
                    .findValuesAsString("reason"))
            .allMatch(reason -> reason.endsWith("belongs to the bridge 'staging'"));
      }
      assertThat(version(ORDERS)).isEqualTo(theirs);
    }
  }

  /** A pass may find the one before it at work, and then says nothing of the sink. */
  private static void untilUnchanged(RunningBridge bridge, int resources) {
    await()
        .untilAsserted(
            () -> assertThat(bridge.pass().path("unchanged").asInt()).isEqualTo(resources));
  }

  /** The former owner writes, and is no more. */
  private void leave() {
    try (var staging = start("shop", "bridge.owner=staging")) {
      await().until(() -> has(ORDERS) && has(STOCK));
      untilUnchanged(staging, 2);
    }
  }

  private RunningBridge start(String registry, String... properties) {
    var all =
        new ArrayList<>(
            List.of(
                "bridge.registry.file.%s.path=%s"
                    .formatted(registry, folder.resolve(registry + ".yaml")),
                "bridge.registry.file." + registry + ".interval=100ms",
                "bridge.sink.kubernetes.cluster.kubeconfig=" + kubernetes.kubeconfig()));
    all.addAll(Arrays.asList(properties));
    return RunningBridge.start(all.toArray(String[]::new));
  }

  private void list(String registry, String... services) throws IOException {
    var text =
        "services:\n" + String.join("", Arrays.stream(services).map("  %s\n"::formatted).toList());
    var next = Files.writeString(folder.resolve(registry + ".new"), text);
    Files.move(next, folder.resolve(registry + ".yaml"), StandardCopyOption.ATOMIC_MOVE);
  }

  private boolean has(String name) {
    return entries.all().withName(name).get() != null;
  }

  private String version(String name) {
    return entries.get(name).getMetadata().getResourceVersion();
  }

  private String owner(String name) {
    return owner(entries.get(name));
  }

  private static String owner(GenericKubernetesResource entry) {
    return entry.getMetadata().getLabels().getOrDefault(OWNER, "");
  }

  private static List<Map<String, Object>> endpoints(GenericKubernetesResource entry) {
    List<Map<String, Object>> endpoints = entry.get("spec", "endpoints");
    return endpoints == null ? List.of() : endpoints;
  }

  private record Event(Watcher.Action action, String owner, List<Map<String, Object>> endpoints) {}

  /** All that the API server tells of the objects. */
  private static final class Journal implements Watcher<GenericKubernetesResource> {

    private final List<Event> events = new CopyOnWriteArrayList<>();

    @Override
    public void eventReceived(Action action, GenericKubernetesResource entry) {
      events.add(new Event(action, FormerOwnerIT.owner(entry), FormerOwnerIT.endpoints(entry)));
    }

    @Override
    public void onClose(WatcherException cause) {}

    List<String> owners() {
      return events.stream().map(Event::owner).toList();
    }
  }
}
