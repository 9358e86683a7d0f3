package io.registrybridge.registry.eureka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import io.registrybridge.peer.Cable;
import io.registrybridge.peer.EurekaPeer;
import io.registrybridge.registry.Reading.Complete;
import io.registrybridge.registry.Registry;
import io.registrybridge.registry.RegistryContract;
import io.registrybridge.registry.http.Server;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EurekaRegistryIT extends RegistryContract {

  private static final Map<Status, String> STATUSES =
      Map.of(Status.UP, "UP", Status.OUT, "OUT_OF_SERVICE", Status.FAILED, "DOWN");

  private static EurekaPeer eureka;
  private static Cable cable;
  private static EurekaWorld world;

  @BeforeAll
  static void startEureka() {
    eureka = EurekaPeer.start();
    cable = new Cable(URI.create(eureka.url()).getPort());
    world = new EurekaWorld();
  }

  @AfterAll
  static void stopEureka() {
    cable.close();
    eureka.close();
  }

  @Override
  protected World world() {
    world.clear();
    return world;
  }

  @Override
  protected Registry open() {
    return EurekaRegistries.of("shop", settings(), Given.NO_BUNDLES, Clock.systemUTC());
  }

  @Test
  void countsAsEurekaDoesSoThatADeltaIsEnough() {
    world.put("orders", "o1", "10.0.0.1", 8080, Status.UP);
    world.put("orders", "o2", "10.0.0.2", 8080, Status.UP);
    world.put("users", "u1", "10.0.1.1", 8080, Status.FAILED);
    var client = Given.client(settings());
    var server = Server.of(eureka.url());
    var view =
        View.empty("shop", Selection.EVERYTHING)
            .replacedBy((Listing) client.everything(server, Given.NOTHING));

    eureka.status("orders", "o1", "OUT_OF_SERVICE");
    world.remove("users", "u1");
    var delta = (Listing) client.delta(server, Given.NOTHING);

    assertThat(view.changedBy(delta).hash())
        .isEqualTo("OUT_OF_SERVICE_1_UP_1_")
        .isEqualTo(delta.hash());
  }

  @Test
  void aDeltaBringsChangedMetadata() {
    eureka.register("orders", "o1", "10.0.0.1", 8080, "UP", "version=v1", "zone=a");
    try (var registry = open()) {
      registry.refresh();
      eureka.metadata("orders", "o1", "version", "v2");
      registry.refresh();

      assertThat(registry.latest().reading().catalog().services().values())
          .singleElement()
          .satisfies(
              service ->
                  assertThat(service.instances())
                      .singleElement()
                      .hasFieldOrPropertyWithValue("locality", "a")
                      .extracting(one -> one.metadata().get("version"))
                      .isEqualTo("v2"));
    } finally {
      eureka.cancel("orders", "o1");
    }
  }

  @Test
  @Tag("fault")
  void namesServicesByTheirVipAddressesAndKeepsToItsZones() {
    eureka.register("ORDERS", "o1", "10.0.0.1", 8080, "UP", "zone=a");
    eureka.register("ORDERS", "o2", "10.0.0.2", 8080, "UP", "zone=b");
    var settings = Given.settings("urls=" + eureka.url(), "by=vip-address", "zones=a");
    try (var registry =
        EurekaRegistries.of("shop", settings, Given.NO_BUNDLES, Clock.systemUTC())) {
      registry.refresh();
      eureka.register("ORDERS", "o3", "10.0.0.3", 8080, "UP", "zone=a");
      eureka.cancel("ORDERS", "o1");
      registry.refresh();

      var orders = new ServiceKey("shop", "", "orders");
      assertThat(registry.latest().reading().catalog().services()).containsOnlyKeys(orders);
      assertThat(registry.latest().reading().catalog().services().values())
          .singleElement()
          .extracting(Service::instances, list(Instance.class))
          .extracting(Instance::id)
          .containsExactly("ORDERS/o3");
    } finally {
      eureka.cancel("ORDERS", "o2");
      eureka.cancel("ORDERS", "o3");
    }
  }

  @Test
  void aServerThatRestartedIsEmptyAndNotUnavailable() {
    world.put("orders", "o1", "10.0.0.1", 8080, Status.UP);
    try (var registry = open()) {
      registry.refresh();
      world.heal();
      registry.refresh();

      assertThat(registry.latest().reading()).isInstanceOf(Complete.class);
      assertThat(registry.latest().reading().catalog().services()).isEmpty();
    }
  }

  /** Spring Cloud's server asks nobody for a name; {@code EurekaAccessIT} has one that does. */
  @Override
  protected void aRefusedLoginIsNotAnEmptyRegistryAndCanBeMended() {}

  private static EurekaSettings settings() {
    var url = "http://127.0.0.1:" + cable.port() + "/eureka";
    return Given.settings("urls=" + url, "interval=100ms", "timeout=3s", "max-size=1MB");
  }

  /** What runs at the real server, remembered to be taken off again. */
  private static final class EurekaWorld implements World {

    private final Map<String, String> services = new HashMap<>();
    private boolean down;

    @Override
    public void put(String service, Instance instance) {
      var id = instance.id();
      var word = STATUSES.getOrDefault(instance.status(), "");
      eureka.register(service, instance, word);
      if (services.put(id, service) != null) {
        eureka.status(service, id, word); // Eureka takes no status over from who registers again
      }
    }

    @Override
    public void putMalformed(String service, String id) {
      services.put(id, service);
      eureka.register(service, id, "10.0.0.9", 0, "UP");
    }

    @Override
    public Cable cable() {
      return cable;
    }

    @Override
    public void remove(String service, String id) {
      services.remove(id);
      eureka.cancel(service, id);
    }

    @Override
    public void breakDown() {
      down = true;
      eureka.stop();
    }

    @Override
    public void heal() {
      down = false;
      services.clear();
      eureka.restart();
    }

    @Override
    public void healEmpty() {
      heal(); // it keeps nothing
    }

    private void clear() {
      cable.mend();
      if (down) {
        heal();
      }
      services.forEach((id, service) -> eureka.cancel(service, id));
      services.clear();
    }
  }
}
