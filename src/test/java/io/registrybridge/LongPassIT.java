package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.ServiceEntries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Much is to be written slowly, and then something else comes. */
@ExtendWith(KubernetesPeer.Extension.class)
class LongPassIT {

  private static final String TOKEN = "open-sesame";

  /** Takes more than a minute at this rate. */
  private static final int MANY = 400;

  private static final int A_SECOND = 5;

  private static final String ORDERS = "orders.shop.mesh";

  /** Of the many, in the order in which they are written. */
  private static final String LAST = "a99.shop.mesh";

  private final KubernetesPeer kubernetes;
  private final KubernetesClient client;
  private final ServiceEntries entries;
  private RunningBridge bridge;

  @TempDir Path folder;

  LongPassIT(KubernetesPeer kubernetes) {
    this.kubernetes = kubernetes;
    client = kubernetes.client();
    entries = new ServiceEntries(client);
  }

  @BeforeEach
  void start() throws IOException {
    kubernetes.forgetServiceEntries();
    list("10.0.0.1", 0);
    bridge =
        RunningBridge.start(
            "bridge.admin.token-file=" + Files.writeString(folder.resolve("token"), TOKEN),
            "bridge.registry.file.shop.path=" + folder.resolve("shop.yaml"),
            "bridge.registry.file.shop.interval=100ms",
            "bridge.sink.kubernetes.cluster.kubeconfig=" + kubernetes.kubeconfig(),
            "bridge.sink.kubernetes.cluster.writes-per-second=" + A_SECOND);
    await().until(() -> entries.addresses().size() == 1);
    list("10.0.0.1", MANY);
    await().until(() -> entries.addresses().size() > 2 * A_SECOND);
  }

  @AfterEach
  void stop() {
    bridge.close();
    client.close();
  }

  @Test
  @Tag("fault")
  void aChangeDoesNotWaitForAllThatCameBeforeIt() throws IOException {
    list("10.0.0.2", MANY);

    await().until(() -> entries.addresses(ORDERS).contains("10.0.0.2"));
    assertThat(entries.addresses()).hasSizeLessThan(MANY);
    assertThat(bridge.sync().path("lastPass").path("left").asInt()).isPositive();
  }

  @Test
  void whatWaitsAlreadyIsAmongTheNextWhenItChanges() throws IOException {
    assertThat(entries.addresses()).doesNotContainKey(LAST);
    list("10.0.0.1", MANY, "10.0.1.9");

    await().until(() -> List.of("10.0.1.9").equals(entries.addresses().get(LAST)));
    assertThat(entries.addresses()).hasSizeLessThan(MANY);
  }

  @Test
  void aPauseDoesNotWaitEither() {
    bridge.post("/actuator/bridge/pause", TOKEN);

    bridge.pass(); // begins when no other runs, and writes nothing
    var paused = entries.addresses().size();
    assertThat(paused).isLessThan(MANY);
    bridge.pass();
    assertThat(entries.addresses()).hasSize(paused);
  }

  private void list(String orders, int others) throws IOException {
    list(orders, others, "10.0.1.1");
  }

  private void list(String orders, int others, String last) throws IOException {
    var services =
        IntStream.range(0, others)
            .mapToObj(number -> service("a" + number, number == 99 ? last : "10.0.1.1"))
            .collect(Collectors.joining());
    var next =
        Files.writeString(
            folder.resolve("shop.new"), "services:\n" + service("orders", orders) + services);
    Files.move(next, folder.resolve("shop.yaml"), StandardCopyOption.REPLACE_EXISTING);
  }

  private static String service(String name, String address) {
    return "  %s: [{address: %s, port: 8080}]\n".formatted(name, address);
  }
}
