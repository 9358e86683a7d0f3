package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.registrybridge.peer.EurekaPeer;
import io.registrybridge.peer.IstiodPeer;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.Peers;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Somebody may write to the registry who wants the mesh's traffic: a real Eureka, a real API server
 * and a real istiod that reads from it.
 */
@ExtendWith(KubernetesPeer.Extension.class)
class HostileServiceIT {

  private static final String API = "kubernetes.default.svc.cluster.local";
  private static final String METADATA = "169.254.169.254";

  private final KubernetesPeer kubernetes;

  HostileServiceIT(KubernetesPeer kubernetes) {
    this.kubernetes = kubernetes;
  }

  @Test
  @Tag("fault")
  void aHostileServiceChangesNothingForAnybodyAndIsInTheReport() {
    Peers.require("pilot-discovery");
    kubernetes.forgetServiceEntries();
    try (var eureka = EurekaPeer.start();
        var client = kubernetes.client();
        var istiod = IstiodPeer.beside(kubernetes);
        var bridge = bridge(eureka)) {
      istiod.start();
      eureka.register("ORDERS", "orders-1", "10.0.0.1", 8080, "UP", "version=v1");
      eventually(
          () ->
              assertThat(istiod.endpoints())
                  .containsEntry("orders.shop.mesh", List.of("10.0.0.1:8080 http")));
      var specs = specs(client);
      var endpoints = istiod.endpoints();

      attack(eureka);

      eventually(() -> assertThat(specs(client)).hasSize(specs.size() + 1));
      eventually(
          () ->
              assertThat(istiod.endpoints())
                  .hasSize(endpoints.size() + 1)
                  .containsEntry("thief.shop.mesh", List.of("10.6.6.6:8080 http")));
      bridge.pass();
      // One service has an instance that is none of anybody else's: that it may offer, as its own.
      assertThat(without("thief.shop.mesh", specs(client))).isEqualTo(specs);
      assertThat(without("thief.shop.mesh", istiod.endpoints())).isEqualTo(endpoints);
      assertThat(String.valueOf(specs(client).get("thief.shop.mesh")))
          .contains("version=v1")
          .doesNotContain("security.istio.io", "tlsMode", "svc", "from.registrybridge.io/other");
      eventually(() -> told(bridge));
    }
  }

  private static void attack(EurekaPeer eureka) {
    eureka.register(API, "api-1", METADATA, 443, "UP");
    eureka.register("LOCALHOST", "local-1", "127.0.0.1", 80, "UP");
    eureka.register(
        "THIEF",
        "thief-1",
        "10.6.6.6",
        8080,
        "UP",
        "host=" + API,
        "namespace=kube-system",
        "version=v1",
        "security.istio.io/tlsMode=disabled",
        "security.istio.io/rev=stolen",
        "from.registrybridge.io/other=default",
        "istio.io/draining=true");
    eureka.register("METADATA", "metadata-1", METADATA, 80, "UP", "host=metadata.google.internal");
    eureka.register("ORDERS.SHOP.MESH", "orders-2", METADATA, 8080, "UP", "host=orders.shop.mesh");
  }

  private static void told(RunningBridge bridge) {
    var told =
        bridge
            .get("/actuator/sync/shop")
            .path("flaws")
            .valueStream()
            .map(flaw -> flaw.path("service").asString() + ": " + flaw.path("reason").asString())
            .toList();
    assertThat(told)
        .anyMatch(one -> one.startsWith(API.toUpperCase(Locale.ROOT)) && one.contains(METADATA))
        .anyMatch(one -> one.startsWith("LOCALHOST") && one.contains("127.0.0.1"))
        .anyMatch(
            one -> one.startsWith("THIEF") && one.contains(API) && one.contains("never written"))
        .anyMatch(one -> one.startsWith("THIEF") && one.contains("kube-system"))
        .anyMatch(one -> one.startsWith("METADATA") && one.contains("metadata.google.internal"))
        .anyMatch(one -> one.startsWith("ORDERS.SHOP.MESH") && one.contains("denied range"));
  }

  /** As careless as a configuration can be. */
  private RunningBridge bridge(EurekaPeer eureka) {
    return RunningBridge.start(
        "bridge.registry.eureka.shop.urls=" + eureka.url(),
        "bridge.registry.eureka.shop.interval=200ms",
        "bridge.mapping.overrides=host,namespace,protocol,port,locality,weight",
        "bridge.sink.kubernetes.cluster.kubeconfig=" + kubernetes.kubeconfig());
  }

  private static SortedMap<String, Object> specs(KubernetesClient client) {
    var specs = new TreeMap<String, Object>();
    client
        .genericKubernetesResources("networking.istio.io/v1", "ServiceEntry")
        .inAnyNamespace()
        .list()
        .getItems()
        .forEach(one -> specs.put(one.getMetadata().getName(), one.getAdditionalProperties()));
    return specs;
  }

  private static <T> SortedMap<String, T> without(String name, SortedMap<String, T> all) {
    var rest = new TreeMap<>(all);
    rest.remove(name);
    return rest;
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().untilAsserted(assertion);
  }
}
