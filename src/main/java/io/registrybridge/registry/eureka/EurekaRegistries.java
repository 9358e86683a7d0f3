package io.registrybridge.registry.eureka;

import io.registrybridge.registry.PolledRegistry;
import io.registrybridge.registry.Registry;
import io.registrybridge.registry.http.Transport;
import java.time.Clock;
import org.springframework.boot.ssl.SslBundles;

/** Makes registries out of Eureka's settings. */
public final class EurekaRegistries {

  /** As the configuration spells it. */
  public static final String KIND = "eureka";

  private EurekaRegistries() {}

  /**
   * A registry that is not started yet.
   *
   * @param bundles among them the one that the settings name, if they name one
   */
  public static Registry of(String name, EurekaSettings settings, SslBundles bundles, Clock clock) {
    var client =
        new EurekaClient(
            settings, new Transport(name, settings.timeout(), settings.sslBundle(), bundles));
    var source = new EurekaSource(name, settings, client, clock);
    return new PolledRegistry(KIND, name, source, settings.interval(), clock);
  }
}
