package io.registrybridge.registry.eureka;

import io.registrybridge.registry.PolledRegistry;
import io.registrybridge.registry.Registry;
import java.time.Clock;

/** Makes registries out of Eureka's settings. */
public final class EurekaRegistries {

  /** As the configuration spells it. */
  public static final String KIND = "eureka";

  private EurekaRegistries() {}

  /** A registry that is not started yet. */
  public static Registry of(String name, EurekaSettings settings, Clock clock) {
    var source = new EurekaSource(name, settings, clock);
    return new PolledRegistry(KIND, name, source, settings.interval(), clock);
  }
}
