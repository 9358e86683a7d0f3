package io.registrybridge.sink.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.Sink;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a sink takes for somebody else's host in a real cluster. */
@ExtendWith(KubernetesPeer.Extension.class)
class NeighboursIT {

  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: orders, namespace: %s}
      spec: {ports: [{port: 80}]}
      """;
  private static final String ENTRY =
      """
      apiVersion: networking.istio.io/v1
      kind: ServiceEntry
      metadata:
        name: entry
        namespace: %s
        labels: {app.kubernetes.io/managed-by: istio-registry-bridge, registrybridge.io/owner: %s}
      spec:
        hosts: [stock.shop.mesh]
        exportTo: ["%s"]
        location: MESH_INTERNAL
        resolution: STATIC
        ports: [{name: http, number: 80, protocol: HTTP}]
      """;
  private static final String RIGHTS =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: no-services, namespace: mesh}
      rules:
      - apiGroups: [networking.istio.io]
        resources: [serviceentries]
        verbs: [get, list, watch, create, patch, delete]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: no-services, namespace: mesh}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: no-services}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: alice}]
      """;

  private final Cluster cluster;
  private final KubernetesClient client;
  private final List<Runnable> after = new ArrayList<>();

  NeighboursIT(KubernetesPeer peer) {
    cluster = new Cluster(peer);
    client = peer.client();
    cluster.empty();
  }

  @AfterEach
  void close() {
    after.forEach(Runnable::run);
    client.close();
    cluster.close();
  }

  @Test
  void aServiceHasItsShortNames() {
    there(SERVICE.formatted("mesh"));

    var sink = sink(Sight.NAMESPACE);

    assertThat(claims(sink))
        .isEqualTo(Map.of("orders", "Service mesh/orders", "orders.mesh", "Service mesh/orders"));
    assertThat(sink.sees()).isEqualTo("Services in namespace mesh");
  }

  @Test
  void whatComesAndGoesLaterIsSeen() {
    var sink = sink(Sight.NAMESPACE);
    assertThat(claims(sink)).isEmpty();

    var service = client.resource(SERVICE.formatted("mesh")).create();
    await().untilAsserted(() -> assertThat(claims(sink)).containsKey("orders"));

    client.resource(service).delete();
    await().untilAsserted(() -> assertThat(claims(sink)).isEmpty());
  }

  @Test
  void anotherNamespaceIsLookedAtOnlyByChoice() {
    there(SERVICE.formatted("default"));
    there(ENTRY.formatted("default", "theirs", "*"));

    assertThat(claims(sink(Sight.NAMESPACE))).isEmpty();
    var sink = sink(Sight.CLUSTER);
    assertThat(claims(sink))
        .containsEntry("orders.default", "Service default/orders")
        .containsEntry("stock.shop.mesh", "ServiceEntry default/entry");
    assertThat(sink.sees()).isEqualTo("Services of the cluster; ServiceEntries of the cluster");
  }

  @Test
  void anEntryThatOnlyItsOwnNamespaceSeesTakesNothingFromOthers() {
    there(ENTRY.formatted("default", "theirs", "."));
    assertThat(claims(sink(Sight.CLUSTER))).doesNotContainKey("stock.shop.mesh");
  }

  @Test
  void whatTheBridgeItselfHasElsewhereIsNoneOfOthers() {
    there(ENTRY.formatted("default", "ours", "*"));
    assertThat(claims(sink(Sight.CLUSTER))).doesNotContainKey("stock.shop.mesh");
  }

  @Test
  void whatMayNotBeLookedAtStopsNothingAndIsTold() {
    there(RIGHTS);
    var settings = cluster.settings(Optional.of("alice"), Sight.NAMESPACE);

    var sink = started(settings);

    assertThat(claims(sink)).isEmpty();
    assertThat(sink.sees())
        .startsWith("not Services in namespace mesh: ")
        .contains("cannot list resource \"services\"");
  }

  @Test
  void nothingIsKnownBeforeThereWasALook() {
    var sink = cluster.sink("ours");
    assertThat(sink.current()).isInstanceOf(Current.Unread.class);
    sink.close();
  }

  private void there(String yaml) {
    var objects = client.load(new ByteArrayInputStream(yaml.getBytes(UTF_8)));
    objects.create();
    after.add(objects::delete);
  }

  private Sink sink(Sight sight) {
    return started(cluster.settings(Optional.empty(), sight));
  }

  private Sink started(KubernetesSettings settings) {
    var sink = cluster.sink("ours", settings);
    after.add(sink::close);
    sink.start(() -> {});
    return sink;
  }

  private static Map<String, String> claims(Sink sink) {
    await().until(() -> sink.current() instanceof Current.Known);
    return ((Current.Known) sink.current()).actual().claims();
  }
}
