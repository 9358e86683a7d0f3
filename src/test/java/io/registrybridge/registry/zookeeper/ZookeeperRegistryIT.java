package io.registrybridge.registry.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.registrybridge.catalog.Instance;
import io.registrybridge.peer.Cable;
import io.registrybridge.peer.ZooKeeperPeer;
import io.registrybridge.registry.Registry;
import io.registrybridge.registry.RegistryContract;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class ZookeeperRegistryIT extends RegistryContract {

  private static final String ROOT = "/services";

  private static ZooKeeperPeer zookeeper;
  private static Cable cable;
  private static final ZookeeperWorld WORLD = new ZookeeperWorld();

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
    return ZookeeperRegistries.of("legacy", settings, Given.NO_BUNDLES, Clock.systemUTC());
  }

  /** What runs at the real server. */
  private static final class ZookeeperWorld implements World {

    private boolean down;

    @Override
    public void put(String service, Instance instance) {
      zookeeper.put(path(service, instance.id()), SpringCloud.node(service, instance));
    }

    @Override
    public void putMalformed(String service, String id) {
      zookeeper.put(path(service, id), "{\"address\": ".getBytes(UTF_8));
    }

    private static String path(String service, String id) {
      return ROOT + "/" + service + "/" + id;
    }

    @Override
    public void remove(String service, String id) {
      zookeeper.delete(path(service, id));
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
      zookeeper.put(ROOT, new byte[0]);
      acceptLogin();
      zookeeper.delete(ROOT);
      zookeeper.put(ROOT, new byte[0]);
    }
  }
}
