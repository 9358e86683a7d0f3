package io.registrybridge.registry.consul;

import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Status;
import io.registrybridge.peer.Cable;
import io.registrybridge.peer.ConsulPeer;
import io.registrybridge.registry.Registry;
import io.registrybridge.registry.RegistryContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class ConsulRegistryIT extends RegistryContract {

  /** Where all of it is. */
  private static final String NODE = "world";

  private static final Map<Status, String> STATUSES =
      Map.of(Status.UP, "passing", Status.OUT, "passing", Status.FAILED, "critical");

  @TempDir private static Path folder;

  private static ConsulPeer consul;
  private static Cable cable;
  private static ConsulWorld world;

  @BeforeAll
  static void startConsul() {
    consul = ConsulPeer.startWithAcls();
    cable = new Cable(consul.port());
    world = new ConsulWorld();
  }

  @AfterAll
  static void stopConsul() {
    cable.close();
    consul.close();
  }

  @Override
  protected World world() {
    world.clear();
    return world;
  }

  @Override
  protected Registry open() {
    return Given.registry(
        "url=http://127.0.0.1:" + cable.port(),
        "token-file=" + token(),
        "connections=" + connections(),
        "longest-wait=5s",
        "timeout=3s");
  }

  /** So many that each service is waited for by itself. */
  protected int connections() {
    return 100;
  }

  private static Path token() {
    return folder.resolve("token");
  }

  /** What runs at the real server. */
  private static final class ConsulWorld implements World {

    private boolean down;

    @Override
    public void put(String service, Instance instance) {
      var id = instance.id();
      consul.remove(Map.of("Node", NODE, "CheckID", maintenance(id)));
      enter(
          Map.of(
              "ID", id,
              "Service", service,
              "Address", instance.address(),
              "Ports", ports(instance.ports()),
              "Meta", instance.metadata()),
          check(id, id, STATUSES.getOrDefault(instance.status(), "")));
      if (instance.status() == Status.OUT) {
        consul.enter(
            Map.of(
                "Node",
                NODE,
                "SkipNodeUpdate",
                true,
                "Check",
                check(maintenance(id), id, "critical")));
      }
    }

    private static String maintenance(String id) {
      return "_service_maintenance:" + id;
    }

    private static Map<String, Object> check(String check, String id, String status) {
      return Map.of("Node", NODE, "CheckID", check, "ServiceID", id, "Status", status);
    }

    private static List<Map<String, Object>> ports(SortedMap<String, Integer> ports) {
      var named = new ArrayList<Map<String, Object>>();
      ports.forEach(
          (role, port) ->
              named.add(
                  Map.of("Name", role, "Port", port, "Default", role.equals(Instance.PRIMARY))));
      return named;
    }

    private static void enter(Map<String, Object> service, Map<String, Object> check) {
      consul.enter(Map.of("Node", NODE, "Address", "10.9.9.9", "Service", service, "Check", check));
    }

    @Override
    public void putMalformed(String service, String id) {
      enter(Map.of("ID", id, "Service", service), check(id, id, "passing"));
    }

    @Override
    public void remove(String service, String id) {
      consul.remove(Map.of("Node", NODE, "ServiceID", id));
    }

    @Override
    public void breakDown() {
      down = true;
      consul.stop();
    }

    @Override
    public void heal() {
      down = false;
      consul.restart();
    }

    @Override
    public void healEmpty() {
      consul.forget();
      heal();
    }

    @Override
    public void refuseLogin() {
      login("b0b0b0b0-0000-0000-0000-000000000000");
    }

    @Override
    public void acceptLogin() {
      login(ConsulPeer.ROOT);
    }

    @Override
    public Cable cable() {
      return cable;
    }

    private static void login(String token) {
      try {
        Files.writeString(token(), token + "\n");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void clear() {
      cable.mend();
      acceptLogin();
      if (down) {
        heal();
      }
      consul.remove(Map.of("Node", NODE));
    }
  }
}
