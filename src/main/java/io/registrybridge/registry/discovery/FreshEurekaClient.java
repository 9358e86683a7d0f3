package io.registrybridge.registry.discovery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/**
 * Spring Cloud's Eureka client as long as it hears from its server. It answers from a cache, which
 * it keeps without a word when the server is gone, and which is empty if it never heard from it.
 */
public final class FreshEurekaClient implements DiscoveryClient {

  private static final int FETCHES_MISSED = 3;

  private final DiscoveryClient client;
  private final com.netflix.discovery.DiscoveryClient cache;
  private final Clock clock;
  private final Instant since;

  public FreshEurekaClient(
      DiscoveryClient client, com.netflix.discovery.DiscoveryClient cache, Clock clock) {
    this.client = client;
    this.cache = cache;
    this.clock = clock;
    this.since = clock.instant();
  }

  @Override
  public String description() {
    return client.description();
  }

  /**
   * Services by name.
   *
   * @throws RuntimeException with a sentence if that is not known
   */
  @Override
  public List<String> getServices() {
    var services = client.getServices();
    var age = cache.getLastSuccessfulRegistryFetchTimePeriod();
    if (age < 0 && services.isEmpty()) {
      throw new Unheard("Eureka's client has not heard from its server yet");
    }
    // The first fetch, when the client is made, leaves no trace but what it brought.
    var silence = age < 0 ? Duration.between(since, clock.instant()) : Duration.ofMillis(age);
    if (silence.compareTo(patience()) > 0) {
      throw new Unheard("Eureka's client hears nothing from its server");
    }
    return services;
  }

  private Duration patience() {
    var seconds = cache.getEurekaClientConfig().getRegistryFetchIntervalSeconds();
    return Duration.ofSeconds(seconds).multipliedBy(FETCHES_MISSED);
  }

  @Override
  public List<ServiceInstance> getInstances(String service) {
    return client.getInstances(service);
  }
}
