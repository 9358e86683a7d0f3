package io.registrybridge.registry.dubbo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.peer.ZooKeeperPeer;
import io.registrybridge.registry.Reading.Complete;
import io.registrybridge.registry.Registry;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.zookeeper.CreateMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What providers do in a real ZooKeeper, where Dubbo writes them, and what is seen of it. */
@Timeout(600)
class DubboTroubleIT {

  private static final String PROVIDERS = "/dubbo/com.acme.Orders/providers/";
  private static final String FIRST = "dubbo://10.0.0.1:20880/com.acme.Orders?";
  private static final String SECOND = "dubbo://10.0.0.2:20880/com.acme.Orders?";

  private final AtomicInteger hints = new AtomicInteger();
  private ZooKeeperPeer zookeeper;
  private Registry registry;

  @BeforeEach
  void start() {
    zookeeper = ZooKeeperPeer.start();
    put(FIRST + "dynamic=true&pid=1&timestamp=1700000000000");
    put(SECOND + "dynamic=true&pid=1&timestamp=1700000000000");
    var settings = Given.settings("connect=" + zookeeper.connect(), "timeout=10s");
    registry = DubboRegistries.of("rpc", settings, Given.NO_BUNDLES, Clock.systemUTC());
    registry.start(hints::incrementAndGet);
    registry.refresh();
    assertThat(addresses()).containsExactly("10.0.0.1", "10.0.0.2");
  }

  @AfterEach
  void stop() {
    registry.close();
    zookeeper.close();
  }

  @Test
  @Tag("fault")
  void aProviderThatIsRestartedIsNoNews() {
    var before = orders();

    put(FIRST + "dynamic=true&pid=2&timestamp=1800000000000");
    delete(FIRST + "dynamic=true&pid=1&timestamp=1700000000000");
    registry.refresh();

    assertThat(orders()).isSameAs(before);
  }

  @Test
  @Tag("fault")
  void aProviderThatIsNotDynamicOutlivesItsProcess() throws Exception {
    try (var process = zookeeper.connection("")) {
      for (var url :
          List.of(
              "dubbo://10.0.0.3:20880/com.acme.Orders?dynamic=true",
              "dubbo://10.0.0.4:20880/com.acme.Orders?dynamic=false")) {
        var mode = url.endsWith("true") ? CreateMode.EPHEMERAL : CreateMode.PERSISTENT;
        process.create().withMode(mode).forPath(PROVIDERS + Dubbo.node(url));
      }
      await().untilAsserted(() -> assertThat(addresses()).hasSize(4));
    }

    await()
        .untilAsserted(
            () -> assertThat(addresses()).containsExactly("10.0.0.1", "10.0.0.2", "10.0.0.4"));
  }

  @Test
  @Tag("fault")
  void aServiceWithoutProvidersIsOneWithoutInstances() {
    delete(FIRST + "dynamic=true&pid=1&timestamp=1700000000000");
    delete(SECOND + "dynamic=true&pid=1&timestamp=1700000000000");

    await().untilAsserted(() -> assertThat(addresses()).isEmpty());
    assertThat(registry.latest().reading()).isInstanceOf(Complete.class);
  }

  private void put(String url) {
    zookeeper.put(PROVIDERS + Dubbo.node(url), new byte[0]);
  }

  private void delete(String url) {
    zookeeper.delete(PROVIDERS + Dubbo.node(url));
  }

  private List<String> addresses() {
    return registry.latest().reading().catalog().services().values().stream()
        .flatMap(service -> service.instances().stream())
        .map(Instance::address)
        .sorted()
        .toList();
  }

  private Service orders() {
    return registry.latest().reading().catalog().services().values().iterator().next();
  }
}
