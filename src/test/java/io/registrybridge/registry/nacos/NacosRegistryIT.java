package io.registrybridge.registry.nacos;

import static io.registrybridge.peer.NacosPeer.PUBLIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import io.registrybridge.peer.Cable;
import io.registrybridge.peer.NacosPeer;
import io.registrybridge.registry.Reading;
import io.registrybridge.registry.Reading.Complete;
import io.registrybridge.registry.Registry;
import io.registrybridge.registry.RegistryContract;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class NacosRegistryIT extends RegistryContract {

  private static NacosPeer nacos;
  private static Cable cable;
  private static NacosWorld world;

  @BeforeAll
  static void startNacos() {
    nacos = NacosPeer.start();
    cable = new Cable(nacos.grpcPort());
    world = new NacosWorld();
  }

  @AfterAll
  static void stopNacos() {
    cable.close();
    nacos.close();
  }

  @Override
  protected World world() {
    world.clear();
    return world;
  }

  @Override
  protected Registry open() {
    return open("grpc-port=" + cable.port());
  }

  private static Registry open(String... others) {
    var settings = new String[others.length + 5];
    System.arraycopy(others, 0, settings, 5, others.length);
    settings[0] = "server=" + nacos.server();
    settings[1] = "username=" + nacos.username();
    settings[2] = "password-file=" + nacos.passwordFile();
    settings[3] = "interval=200ms";
    settings[4] = "timeout=3s";
    return NacosRegistries.of("cn", Given.settings(settings), Given.NO_BUNDLES, Clock.systemUTC());
  }

  /**
   * This server decides by itself who is unhealthy, and hides them; of Nacos' own see
   * NacosSourceTest.
   */
  @Test
  @Override
  protected void tellsWhatRunsThere() {
    world.put("orders", "o1", "10.0.0.1", 8080, Status.UP);
    world.put("orders", "o2", "10.0.0.2", 8081, Status.OUT);
    world.put("users", "u1", "10.0.1.1", 8080, Status.UP);
    try (var registry = open()) {
      registry.refresh();

      assertThat(registry.latest().reading()).isInstanceOf(Complete.class);
      assertThat(service(registry, "public.DEFAULT_GROUP", "orders").instances())
          .extracting(Instance::address, one -> one.ports().get(Instance.PRIMARY), Instance::status)
          .containsExactlyInAnyOrder(
              tuple("10.0.0.1", 8080, Status.UP), tuple("10.0.0.2", 8081, Status.OUT));
      assertThat(service(registry, "public.DEFAULT_GROUP", "users").instances()).hasSize(1);
    }
  }

  /** An instance of Nacos' has one port. */
  @Override
  protected void aSecurePortIsAPortOfItsOwn() {}

  @Test
  void readsSeveralNamespacesAndGroupsAndTellsThemApart() {
    var places =
        Map.of(
            "public.A",
            where("public", "A"),
            "dev.A",
            where("dev", "A"),
            "dev.B",
            where("dev", "B"));
    var addresses = Map.of("public.A", "10.0.0.1", "dev.A", "10.0.0.2", "dev.B", "10.0.0.3");
    places.forEach(
        (name, where) ->
            nacos.register(where, "orders", addresses.getOrDefault(name, ""), 8080, Map.of()));
    try (var registry = open("namespaces=public,dev", "groups=A,B")) {
      registry.refresh();

      assertThat(registry.latest().reading()).isInstanceOf(Complete.class);
      assertThat(registry.latest().reading().catalog().services()).hasSize(3);
      addresses.forEach(
          (partition, address) ->
              assertThat(service(registry, partition, "orders").instances())
                  .extracting(Instance::address)
                  .containsExactly(address));
      assertThat(registry.latest().reading().catalog().flaws())
          .singleElement()
          .satisfies(flaw -> assertThat(flaw.subject()).isEqualTo("public.B"));
    } finally {
      places.forEach(
          (name, where) -> {
            nacos.deregister(where, "orders", addresses.getOrDefault(name, ""), 8080);
            nacos.removeService(where, "orders");
          });
    }
  }

  private static Map<String, String> where(String namespace, String group) {
    return Map.of("namespaceId", namespace, "groupName", group);
  }

  private static Service service(Registry registry, String partition, String name) {
    Reading reading = registry.latest().reading();
    var service = reading.catalog().services().get(new ServiceKey("cn", partition, name));
    return java.util.Objects.requireNonNull(service, reading::reason);
  }

  /** What runs at the real server, remembered to be taken off again. */
  private static final class NacosWorld implements World {

    private record Place(String service, String ip, int port) {}

    private final Map<String, Place> places = new HashMap<>();
    private final Set<String> services = new HashSet<>();
    private boolean down;

    @Override
    public void put(String service, Instance instance) {
      var port = instance.ports().getOrDefault(Instance.PRIMARY, 0);
      place(instance.id(), new Place(service, instance.address(), port));
      nacos.register(
          PUBLIC,
          service,
          instance.address(),
          port,
          Map.of(
              "weight",
              instance.status() == Status.OUT ? "0" : "1",
              "metadata",
              JsonMapper.shared().writeValueAsString(instance.metadata())));
    }

    private void place(String id, Place place) {
      services.add(place.service());
      var before = places.put(id, place);
      if (before != null && !before.equals(place)) {
        nacos.deregister(PUBLIC, before.service(), before.ip(), before.port());
      }
    }

    @Override
    public void putMalformed(String service, String id) {
      place(id, new Place(service, "10.0.0.9", 0));
      nacos.register(PUBLIC, service, "10.0.0.9", 0, Map.of());
    }

    @Override
    public void remove(String service, String id) {
      var place = java.util.Objects.requireNonNull(places.remove(id), id);
      nacos.deregister(PUBLIC, place.service(), place.ip(), place.port());
    }

    @Override
    public void breakDown() {
      down = true;
      nacos.stop();
    }

    @Override
    public void heal() {
      down = false;
      places.clear();
      services.clear();
      nacos.restart();
    }

    @Override
    public void healEmpty() {
      heal(); // it keeps nothing
    }

    @Override
    public void refuseLogin() {
      nacos.forgetPassword();
    }

    @Override
    public void acceptLogin() {
      nacos.recallPassword();
    }

    @Override
    public Cable cable() {
      return cable;
    }

    private void clear() {
      cable.mend();
      nacos.recallPassword();
      if (down) {
        heal();
      }
      places.values().forEach(one -> nacos.deregister(PUBLIC, one.service(), one.ip(), one.port()));
      services.forEach(service -> nacos.removeService(PUBLIC, service));
      places.clear();
      services.clear();
    }
  }
}
