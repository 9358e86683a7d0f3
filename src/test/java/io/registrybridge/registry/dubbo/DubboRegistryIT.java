package io.registrybridge.registry.dubbo;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.Status;
import io.registrybridge.peer.Cable;
import io.registrybridge.peer.ZooKeeperPeer;
import io.registrybridge.registry.Reading.Complete;
import io.registrybridge.registry.Registry;
import io.registrybridge.registry.RegistryContract;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DubboRegistryIT extends RegistryContract {

  private static final String ROOT = "/dubbo";

  private static ZooKeeperPeer zookeeper;
  private static Cable cable;
  private static final DubboWorld WORLD = new DubboWorld();

  @BeforeAll
  static void startZooKeeper() {
    zookeeper = ZooKeeperPeer.start();
    cable = new Cable(zookeeper.port());
  }

  @AfterAll
  static void stopZooKeeper() {
    cable.close();
    zookeeper.close();
  }

  @Override
  protected World world() {
    WORLD.clear();
    return WORLD;
  }

  @Override
  protected Registry open() {
    var settings = Given.settings("connect=127.0.0.1:" + cable.port(), "timeout=3s");
    return DubboRegistries.of("rpc", settings, Given.NO_BUNDLES, Clock.systemUTC());
  }

  /** A provider that fails is not there: Dubbo knows no health. */
  @Override
  @Test
  protected void tellsWhatRunsThere() {
    WORLD.put("com.acme.Orders", "o1", "10.0.0.1", 20880, Status.UP);
    WORLD.put("com.acme.Orders", "o2", "10.0.0.2", 20881, Status.OUT);
    WORLD.put("com.acme.Users", "u1", "10.0.1.1", 20880, Status.UP);
    try (var registry = open()) {
      registry.start(() -> {});
      registry.refresh();

      assertThat(registry.latest().reading()).isInstanceOf(Complete.class);
      assertThat(registry.latest().reading().catalog().services().values())
          .flatExtracting(Service::instances)
          .extracting(Instance::address, one -> one.ports().get(Instance.PRIMARY), Instance::status)
          .containsExactly(
              tuple("10.0.0.1", 20880, Status.UP),
              tuple("10.0.0.2", 20881, Status.OUT),
              tuple("10.0.1.1", 20880, Status.UP));
    }
  }

  /** What a provider has beside its port is another protocol's, and {@code ProvidersTest}'s. */
  @Override
  protected void aSecurePortIsAPortOfItsOwn() {}

  /** A version is part of a service's name here. */
  @Override
  protected void metadataIsToldAndItsChangesAre() {}

  /** What runs at the real server. */
  private static final class DubboWorld implements World {

    private final Map<String, String> nodes = new HashMap<>();
    private boolean down;

    @Override
    public void put(String service, Instance instance) {
      var host = instance.address();
      var metadata =
          instance.metadata().entrySet().stream()
              .map(pair -> "&" + pair.getKey() + "=" + pair.getValue())
              .collect(joining());
      var url =
          "dubbo://%s:%d/%s?%s%s%s"
              .formatted(
                  host.contains(":") ? "[" + host + "]" : host,
                  instance.ports().getOrDefault(Instance.PRIMARY, 0),
                  service,
                  Dubbo.USUAL,
                  instance.status() == Status.OUT ? "&disabled=true" : "",
                  metadata);
      put(service, instance.id(), Dubbo.node(url));
    }

    private void put(String service, String id, String node) {
      remove(service, id);
      var path = ROOT + "/" + service + "/providers/" + node;
      zookeeper.put(path, new byte[0]);
      nodes.put(id, path);
    }

    @Override
    public void putMalformed(String service, String id) {
      put(service, id, Dubbo.node("dubbo://10.0.0.9/" + service));
    }

    @Override
    public void remove(String service, String id) {
      if (nodes.containsKey(id)) {
        zookeeper.delete(nodes.remove(id));
      }
    }

    @Override
    public void breakDown() {
      down = true;
      zookeeper.stop();
    }

    @Override
    public void heal() {
      down = false;
      zookeeper.restart();
    }

    /** With the root, which whoever registers first makes again. */
    @Override
    public void healEmpty() {
      down = false;
      zookeeper.restartEmpty();
      zookeeper.put(ROOT, new byte[0]);
    }

    @Override
    public void refuseLogin() {
      zookeeper.hide(ROOT);
    }

    @Override
    public void acceptLogin() {
      zookeeper.show(ROOT);
    }

    @Override
    public Cable cable() {
      return cable;
    }

    private void clear() {
      cable.mend();
      if (down) {
        heal();
      }
      nodes.clear();
      zookeeper.put(ROOT, new byte[0]);
      acceptLogin();
      zookeeper.delete(ROOT);
      zookeeper.put(ROOT, new byte[0]);
    }
  }
}
