package io.registrybridge.registry.discovery;

import io.registrybridge.registry.PolledRegistry;
import io.registrybridge.registry.Registry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.cloud.client.discovery.event.ParentHeartbeatEvent;
import org.springframework.context.event.EventListener;

/**
 * Wakes the registries when a client says that its catalog changed.
 *
 * <p>Nothing in an event can be relied on but that its value is another one after a change.
 * Eureka's and Consul's clients publish one after every poll, and Consul's a value that is mostly
 * the same.
 */
public final class Heartbeats {

  private final List<PolledRegistry> registries;

  /** By the type of who published it, of which there are a handful. */
  private final Map<Class<?>, Optional<Object>> values = new ConcurrentHashMap<>();

  private Heartbeats(List<PolledRegistry> registries) {
    this.registries = registries;
  }

  /** Wakes those of the given registries that are Spring Cloud clients. */
  public static Heartbeats among(List<Registry> registries) {
    return new Heartbeats(
        registries.stream()
            .filter(registry -> registry.kind().equals(DiscoveryClientRegistries.KIND))
            .map(PolledRegistry.class::cast)
            .toList());
  }

  @EventListener
  void heard(HeartbeatEvent event) {
    heard(event.getSource(), event.getValue());
  }

  @EventListener
  void heard(ParentHeartbeatEvent event) {
    heard(event.getSource(), event.getValue());
  }

  private void heard(Object source, @Nullable Object value) {
    var now = Optional.<Object>ofNullable(value);
    if (!now.equals(values.put(source.getClass(), now))) {
      registries.forEach(PolledRegistry::wake);
    }
  }
}
