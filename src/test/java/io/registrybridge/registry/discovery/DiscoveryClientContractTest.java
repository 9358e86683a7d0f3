package io.registrybridge.registry.discovery;

import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Status;
import io.registrybridge.registry.Registry;
import io.registrybridge.registry.RegistryContract;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

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

  /** Spring Cloud's instances have one port. */
  @Override
  protected void aSecurePortIsAPortOfItsOwn() {}

  /** A client logs in by itself; if it fails at that it throws, as in {@code breakDown}. */
  @Override
  protected void aRefusedLoginIsNotAnEmptyRegistryAndCanBeMended() {}

  /** The line is the client's own. */
  @Override
  protected void aSilentLineIsNotAnEmptyRegistry() {}

  /** The line is the client's own. */
  @Override
  protected void anAnswerThatIsCutIsNotAShortOne() {}

  /** The line is the client's own. */
  @Override
  protected void whatChangedWhileTheWatchWasLostIsSeenAfterwards() {}

  private record ClientWorld(FakeClient client) implements World {

    @Override
    public void put(String service, Instance instance) {
      var metadata = new TreeMap<>(instance.metadata());
      metadata.put("instance_status", STATUSES.getOrDefault(instance.status(), ""));
      var port = instance.ports().getOrDefault(Instance.PRIMARY, 0);
      client.put(
          service, instance.id(), FakeClient.at(instance.id(), instance.address(), port, metadata));
    }

    @Override
    public void putMalformed(String service, String id) {
      client.put(service, id, FakeClient.at(id, "10.0.0.9", 0, Map.of()));
    }

    @Override
    public void healEmpty() {
      client.clear();
      heal();
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
