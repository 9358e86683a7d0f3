package io.registrybridge.registry.curator;

import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/** The bundle by which a registry's connections are secured, if it has one, as it is renewed. */
final class Secured implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Secured.class);

  private final String registry;
  private final Optional<KeyFiles> files;

  private volatile Optional<SslBundle> bundle;

  /**
   * @param name of one of the bundles; empty for connections that are not secured
   */
  Secured(String registry, Optional<String> name, SslBundles bundles) {
    this.registry = registry;
    this.bundle = name.map(bundles::getBundle);
    this.files = bundle.map(KeyFiles::of);
    name.ifPresent(one -> bundles.addBundleUpdateHandler(one, this::renew));
  }

  Optional<SslBundle> bundle() {
    return bundle;
  }

  /** For ZooKeeper's client; none if connections are not secured. */
  Map<String, String> properties() {
    return files.map(KeyFiles::properties).orElse(Map.of());
  }

  /** A connection that stands goes on with what it was made with. */
  private void renew(SslBundle renewed) {
    try {
      files.ifPresent(keys -> keys.write(renewed));
      bundle = Optional.of(renewed);
      log.atInfo()
          .addKeyValue("registry", registry)
          .log("Registry {} connects with renewed certificates from now on", registry);
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("registry", registry)
          .addKeyValue("reason", e.getMessage())
          .log(
              "Registry {} connects with the certificates from before, the renewed ones cannot be"
                  + " used: {}",
              registry,
              e.getMessage());
    }
  }

  @Override
  public void close() {
    files.ifPresent(KeyFiles::close);
  }
}
