package io.registrybridge.registry.dubbo;

import io.registrybridge.registry.Registry;
import io.registrybridge.registry.curator.EnsembleSettings;
import io.registrybridge.registry.curator.TreeRegistry;
import java.time.Clock;
import org.springframework.boot.ssl.SslBundles;

/** Makes registries of kind {@code dubbo}. */
public final class DubboRegistries {

  /** As the configuration spells it. */
  public static final String KIND = "dubbo";

  private DubboRegistries() {}

  /**
   * A registry that is not started yet.
   *
   * @param bundles among them the one that the settings name, if they name one
   */
  public static Registry of(
      String name, EnsembleSettings settings, SslBundles bundles, Clock clock) {
    return TreeRegistry.of(new ProviderNodes(name), settings, bundles, clock);
  }
}
