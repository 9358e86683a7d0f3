package io.registrybridge.registry.nacos;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/** Whom new connections trust, and what they show: as of when that was renewed last. */
final class Certificates {

  private static final Logger log = LoggerFactory.getLogger(Certificates.class);

  private final String registry;
  private volatile SslContext context;

  /**
   * The certificates of one registry.
   *
   * @param sslBundle the name of one of the bundles; without one the JVM's authorities are trusted
   */
  Certificates(String registry, Optional<String> sslBundle, SslBundles bundles) {
    this.registry = registry;
    this.context = context(sslBundle.map(bundles::getBundle));
    sslBundle.ifPresent(name -> bundles.addBundleUpdateHandler(name, this::renew));
  }

  SslContext context() {
    return context;
  }

  private static SslContext context(Optional<SslBundle> bundle) {
    var builder = SslContextBuilder.forClient();
    bundle.ifPresent(
        one ->
            builder
                .keyManager(one.getManagers().getKeyManagerFactory())
                .trustManager(one.getManagers().getTrustManagerFactory()));
    try {
      return GrpcSslContexts.configure(builder).build();
    } catch (SSLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As it is with the login, where it is said. */
  private void renew(SslBundle bundle) {
    try {
      context = context(Optional.of(bundle));
    } catch (RuntimeException e) {
      log.debug("Registry {} goes on with the certificates from before", registry, e);
    }
  }
}
