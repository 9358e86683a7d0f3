package io.registrybridge.registry.http;

import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * The client in use for one registry. Another one takes its place when its certificates are
 * renewed.
 */
final class Renewed<T> {

  private static final Logger log = LoggerFactory.getLogger(Renewed.class);

  private final String registry;
  private final Function<Optional<SslBundle>, T> client;

  private volatile T current;

  /**
   * @param sslBundle the name of one of the bundles, if there is one for this registry
   * @param client makes one
   */
  Renewed(
      String registry,
      Optional<String> sslBundle,
      SslBundles bundles,
      Function<Optional<SslBundle>, T> client) {
    this.registry = registry;
    this.client = client;
    this.current = client.apply(sslBundle.map(bundles::getBundle));
    sslBundle.ifPresent(name -> bundles.addBundleUpdateHandler(name, this::renew));
  }

  /** The one to use for the next request. */
  T current() {
    return current;
  }

  /**
   * Certificate and key are seldom replaced at one instant, and half of them is no reason to stop.
   */
  private void renew(SslBundle bundle) {
    try {
      current = client.apply(Optional.of(bundle));
      log.atInfo()
          .addKeyValue("registry", registry)
          .log("Registry {} is read with renewed certificates", registry);
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("registry", registry)
          .addKeyValue("reason", e.getMessage())
          .log(
              "Registry {} is read with the certificates from before, the renewed ones cannot be"
                  + " used: {}",
              registry,
              e.getMessage());
    }
  }
}
