package io.registrybridge.registry.discovery;

import io.registrybridge.catalog.Instance;
import io.registrybridge.registry.HostileContract;
import io.registrybridge.registry.Reading;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import org.springframework.cloud.client.ServiceInstance;

/** What a DiscoveryClient may be made to list. */
class HostileClientTest extends HostileContract {

  @Override
  protected Reading read(SortedMap<String, List<Instance>> services) {
    var client = new FakeClient();
    services.forEach(
        (name, all) ->
            client.lists(
                name, all.stream().map(HostileClientTest::listed).toArray(ServiceInstance[]::new)));
    var settings =
        new DiscoveryClientSettings("fake", Duration.ofSeconds(10), Duration.ofMinutes(2), 1, true);
    try (var source = new DiscoveryClientSource("spring", settings, client, Clock.systemUTC())) {
      return source.read();
    }
  }

  private static ServiceInstance listed(Instance one) {
    return FakeClient.at(
        one.id(), one.address(), one.ports().getOrDefault(Instance.PRIMARY, 0), one.metadata());
  }
}
