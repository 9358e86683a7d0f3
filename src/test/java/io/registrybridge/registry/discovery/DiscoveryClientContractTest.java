package io.registrybridge.registry.discovery;

import io.registrybridge.catalog.Status;
import io.registrybridge.registry.Registry;
import io.registrybridge.registry.RegistryContract;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * The contract over a client that answers at once and throws when it fails.
 *
 * <p>Not over Spring Cloud's own: Eureka's reads on a schedule of its own, so that a refresh need
 * not show what happened a moment ago, and Consul's always lists the service {@code consul} and
 * tells no status. What they do is in {@code SpringCloudClientsIT}.
 */
class DiscoveryClientContractTest extends RegistryContract {

  private static final Map<Status, String> STATUSES =
      Map.of(Status.UP, "UP", Status.OUT, "OUT_OF_SERVICE", Status.FAILED, "DOWN");

  private final FakeClient client = new FakeClient();

  @Override
  protected World world() {
    return new ClientWorld(client);
  }

  /** One confirmation: that an empty answer has to be repeated is BeliefTest's. */
  @Override
  protected Registry open() {
    var settings =
        new DiscoveryClientSettings("fake", Duration.ofMillis(50), Duration.ofSeconds(10), 1, true);
    return DiscoveryClientRegistries.of("spring", settings, client, Clock.systemUTC());
  }

  private record ClientWorld(FakeClient client) implements World {

    @Override
    public void put(String service, String id, String address, int port, Status status) {
      var metadata = Map.of("instance_status", STATUSES.getOrDefault(status, ""));
      client.put(service, id, FakeClient.at(id, address, port, metadata));
    }

    @Override
    public void remove(String service, String id) {
      client.remove(service, id);
    }

    @Override
    public void breakDown() {
      client.beforeListing(
          () -> {
            throw new IllegalStateException("connection refused");
          });
    }

    @Override
    public void heal() {
      client.beforeListing(() -> {});
    }
  }
}
