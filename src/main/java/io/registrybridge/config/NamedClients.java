package io.registrybridge.config;

import io.registrybridge.registry.discovery.DiscoveryClientSettings;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;

/**
 * Turns Spring Cloud's clients on that a registry names, by properties that {@code
 * application.yaml} refers to, and keeps all of them from registering the bridge.
 */
public final class NamedClients
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private static final String NAMED = "registrybridge.named.";

  /** Whether any registry names a client. */
  static final String ANY = NAMED + "any";

  /** Before whatever anybody configures: a registered bridge would be sent the mesh's traffic. */
  private static final Map<String, Object> REGISTERS_NOWHERE =
      Map.of(
          "spring.cloud.service-registry.auto-registration.enabled", false,
          "eureka.client.register-with-eureka", false,
          "spring.cloud.consul.discovery.register", false,
          "spring.cloud.zookeeper.discovery.register", false,
          "spring.cloud.nacos.discovery.register-enabled", false);

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    var settings = context.getBeanFactory().getBean(BridgeSettings.class);
    var clients = settings.properties().registry().discoveryClient().values();
    add(clients, context.getEnvironment().getPropertySources());
  }

  private static void add(
      Collection<DiscoveryClientSettings> clients, MutablePropertySources sources) {
    sources.addFirst(new MapPropertySource("registersNowhere", REGISTERS_NOWHERE));
    sources.addFirst(new MapPropertySource("namedClients", named(clients)));
  }

  private static Map<String, Object> named(Collection<DiscoveryClientSettings> clients) {
    var named = new HashMap<String, Object>();
    named.put(ANY, !clients.isEmpty());
    clients.stream()
        .flatMap(client -> ShippedClient.named(client.bean()).stream())
        .map(client -> NAMED + client.name().toLowerCase(Locale.ROOT))
        .forEach(property -> named.put(property, true));
    return named;
  }
}
