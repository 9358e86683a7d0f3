package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.NacosPeer;
import io.registrybridge.peer.ServiceEntries;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Nacos server on one side, a real API server with Istio's CRDs on the other. */
@ExtendWith(KubernetesPeer.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NacosToKubernetesIT {

  private static final Map<String, String> DEV = Map.of("namespaceId", "dev", "groupName", "shop");
  private static final Map<String, String> TEST =
      Map.of("namespaceId", "test", "groupName", "shop");

  private static final String ORDERS = "orders.dev-shop.mesh";
  private static final String STOCK = "stock.dev-shop.mesh";
  private static final String TESTED = "orders.test-shop.mesh";

  private final KubernetesPeer kubernetes;
  private final KubernetesClient client;
  private final ServiceEntries entries;
  private final NacosPeer nacos = NacosPeer.start();
  private RunningBridge bridge;

  NacosToKubernetesIT(KubernetesPeer kubernetes) {
    this.kubernetes = kubernetes;
    this.client = kubernetes.client();
    this.entries = new ServiceEntries(client);
  }

  @BeforeEach
  void begin() {
    entries.all().delete();
    registerAll();
    bridge =
        RunningBridge.start(
            "bridge.mapping.host={service}.{partition}.mesh",
            "bridge.registry.nacos.cn.server=" + nacos.server(),
            "bridge.registry.nacos.cn.namespaces=dev,test",
            "bridge.registry.nacos.cn.groups=shop",
            "bridge.registry.nacos.cn.username=" + nacos.username(),
            "bridge.registry.nacos.cn.password-file=" + nacos.passwordFile(),
            "bridge.sink.kubernetes.cluster.kubeconfig=" + kubernetes.kubeconfig());
    eventually(
        () -> {
          assertThat(entries.addresses().keySet()).containsExactlyInAnyOrder(ORDERS, STOCK, TESTED);
          assertThat(entries.addresses(ORDERS)).containsExactly("10.0.0.1", "10.0.0.2");
        });
  }

  private void registerAll() {
    nacos.register(
        DEV, "orders", "10.0.0.1", 8080, Map.of("metadata", "{\"version\":\"v1\"}", "weight", "2"));
    nacos.register(DEV, "orders", "10.0.0.2", 8081, Map.of("clusterName", "HZ"));
    nacos.register(DEV, "stock", "10.0.1.1", 8080, Map.of());
    nacos.register(TEST, "orders", "10.0.2.1", 8080, Map.of());
  }

  @AfterEach
  void end() {
    bridge.close();
    nacos.restart();
  }

  @AfterAll
  void stop() {
    nacos.close();
    client.close();
  }

  @Test
  void whatIsRegisteredBecomesAServiceEntryOfItsNamespaceAndGroup() {
    assertThat(entries.addresses(ORDERS)).containsExactly("10.0.0.1", "10.0.0.2");
    assertThat(entries.addresses(TESTED)).containsExactly("10.0.2.1");
    var first = spec(ORDERS).path("endpoints").path(0);
    assertThat(first.path("ports").path("http").asInt()).isEqualTo(8080);
    assertThat(first.path("labels").path("version").asString()).isEqualTo("v1");
    assertThat(first.path("labels").path("from.registrybridge.io/cn").asString())
        .isEqualTo("dev.shop");
    assertThat(spec(ORDERS).path("endpoints").path(1).path("locality").asString()).isEqualTo("HZ");
  }

  @Test
  @Tag("fault")
  void eachChangeReachesItsOwnEntryAlone() {
    changes(
        () -> nacos.register(DEV, "orders", "10.0.0.3", 9999, Map.of()),
        () ->
            assertThat(entries.addresses(ORDERS))
                .containsExactly("10.0.0.1", "10.0.0.2", "10.0.0.3"));
    changes(
        () -> nacos.register(DEV, "orders", "10.0.0.2", 8081, Map.of("weight", "0")),
        () -> assertThat(entries.addresses(ORDERS)).containsExactly("10.0.0.1", "10.0.0.3"));
    changes(
        () -> nacos.deregister(DEV, "orders", "10.0.0.1", 8080),
        () -> assertThat(entries.addresses(ORDERS)).containsExactly("10.0.0.3"));
    nacos.register(TEST, "users", "10.0.3.1", 8080, Map.of());
    eventually(
        () -> assertThat(entries.addresses("users.test-shop.mesh")).containsExactly("10.0.3.1"));
  }

  @Test
  @Tag("fault")
  void aServerThatComesBackEmptyLosesNothingWhileItsClientsComeBack() {
    var before = entries.versions();

    nacos.stop();
    eventually(() -> assertThat(state()).isEqualTo("unavailable"));
    bridge.pass();
    assertThat(entries.versions()).isEqualTo(before);

    nacos.restart();
    eventually(() -> assertThat(bridge.registry("cn").path("reason").asString()).contains("guard"));
    assertThat(entries.versions()).isEqualTo(before);

    registerAll();
    eventually(() -> assertThat(bridge.registry("cn").path("instances").asInt()).isEqualTo(4));
    bridge.pass();
    assertThat(entries.versions()).isEqualTo(before);
  }

  /** Does something to the orders of dev, and waits for it; no other entry may change. */
  private void changes(Runnable deed, ThrowingRunnable expected) {
    var before = entries.versions();
    deed.run();
    eventually(expected);
    var after = entries.versions();
    before.remove(ORDERS);
    after.remove(ORDERS);
    assertThat(after).isEqualTo(before);
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().untilAsserted(assertion);
  }

  private String state() {
    return bridge.registry("cn").path("state").asString();
  }

  private JsonNode spec(String name) {
    return JsonMapper.shared().valueToTree(entries.get(name).getAdditionalProperties().get("spec"));
  }
}
