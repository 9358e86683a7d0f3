package io.registrybridge.registry.consul;

import io.registrybridge.registry.Registry;
import io.registrybridge.registry.http.AsyncTransport;
import java.time.Clock;
import org.springframework.boot.ssl.SslBundles;

/** Makes registries out of Consul's settings. */
public final class ConsulRegistries {

  /** As the configuration spells it. */
  public static final String KIND = "consul";

  private ConsulRegistries() {}

  /**
   * A registry that is not started yet.
   *
   * @param bundles among them the one that the settings name, if they name one
   */
  public static Registry of(String name, ConsulSettings settings, SslBundles bundles, Clock clock) {
    var transport =
        new AsyncTransport(
            name, settings.timeout(), settings.maxSize(), settings.sslBundle(), bundles);
    return new ConsulRegistry(name, settings, transport, clock);
  }
}
