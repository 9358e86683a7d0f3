package io.registrybridge.registry.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import io.registrybridge.peer.SpringCloudServices;
import io.registrybridge.peer.ZooKeeperPeer;
import io.registrybridge.registry.Reading.Complete;
import io.registrybridge.registry.Registry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.curator.x.discovery.ServiceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What Spring Cloud's own registration does to a real server, and what is seen of it. */
class SpringCloudRegistrationIT {

  private ZooKeeperPeer zookeeper;
  private SpringCloudServices services;
  private Registry registry;

  @BeforeEach
  void start() {
    zookeeper = ZooKeeperPeer.start();
    services = new SpringCloudServices(zookeeper);
    services.register("orders", "o1", "10.0.0.1", 8080);
    services.register("orders", "o2", "10.0.0.2", 8081);
    var settings = Given.settings("connect=" + zookeeper.connect());
    registry = ZookeeperRegistries.of("legacy", settings, Given.NO_BUNDLES, Clock.systemUTC());
    registry.start(() -> {});
    registry.refresh();
  }

  @AfterEach
  void stop() {
    registry.close();
    services.close();
    zookeeper.close();
  }

  @Test
  void whatIsRegisteredIsListed() {
    assertThat(registry.latest().reading()).isInstanceOf(Complete.class);
    assertThat(registry.latest().reading().catalog().flaws()).isEmpty();
    assertThat(orders())
        .extracting(
            Instance::id,
            Instance::address,
            one -> one.ports().get(Instance.PRIMARY),
            Instance::status)
        .containsExactly(
            tuple("o1", "10.0.0.1", 8080, Status.UP), tuple("o2", "10.0.0.2", 8081, Status.UP));
  }

  @Test
  void whatIsTakenOutOfServiceIsOutAndComesBack() {
    services.status("o2", "OUT_OF_SERVICE");
    await().untilAsserted(() -> assertThat(status("o2")).contains(Status.OUT));

    services.status("o2", "UP");
    await().untilAsserted(() -> assertThat(status("o2")).contains(Status.UP));
  }

  @Test
  @Tag("fault")
  void whatIsDeregisteredIsGoneAndItsServiceIsNotWhenItWasTheLast() {
    services.deregister("o1");
    await().untilAsserted(() -> assertThat(status("o1")).isEmpty());
    services.deregister("o2");

    await().untilAsserted(() -> assertThat(orders()).isEmpty());
    assertThat(registry.latest().reading().catalog().services()).containsOnlyKeys(key());
    assertThat(registry.latest().reading()).isInstanceOf(Complete.class);
  }

  @Test
  void withASessionGoesWhatWasDynamicInItAndNothingElse() {
    services.register("orders", "s1", "10.0.0.3", 8080, ServiceType.STATIC);
    services.register("orders", "p1", "10.0.0.4", 8080, ServiceType.PERMANENT);
    services.register("orders", "q", "10.0.0.5", 8080, ServiceType.DYNAMIC_SEQUENTIAL);
    await().until(() -> orders().size() == 5);

    services.close();

    await()
        .untilAsserted(
            () ->
                assertThat(orders())
                    .extracting(Instance::address)
                    .containsExactlyInAnyOrder("10.0.0.3", "10.0.0.4"));
  }

  private Optional<Status> status(String id) {
    return orders().stream().filter(one -> one.id().equals(id)).map(Instance::status).findFirst();
  }

  private List<Instance> orders() {
    var found = registry.latest().reading().catalog().services().get(key());
    return found == null ? List.of() : found.instances();
  }

  private static ServiceKey key() {
    return new ServiceKey("legacy", "", "orders");
  }
}
