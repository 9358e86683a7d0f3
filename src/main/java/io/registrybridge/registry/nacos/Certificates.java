package io.registrybridge.registry.nacos;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/** Whom new connections trust, and what they show: as of when that was renewed last. */
final class Certificates {

  private static final Logger log = LoggerFactory.getLogger(Certificates.class);

  private final String registry;
  private final Optional<String> sslBundle;
  private final SslBundles bundles;

  private @Nullable SslContext context; // until it is asked for, and many never do

  /**
   * The certificates of one registry.
   *
   * @param sslBundle the name of one of the bundles; without one the JVM's authorities are trusted
   */
  Certificates(String registry, Optional<String> sslBundle, SslBundles bundles) {
    this.registry = registry;
    this.sslBundle = sslBundle;
    this.bundles = bundles;
    sslBundle.ifPresent(name -> bundles.addBundleUpdateHandler(name, this::renew));
  }

  synchronized SslContext context() {
    var known = context;
    if (known == null) {
      known = context(sslBundle.map(bundles::getBundle));
      context = known;
    }
    return known;
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

  /** That renewed ones cannot be used is said by the {@code Transport}, which logs in with them. */
  private synchronized void renew(SslBundle bundle) {
    try {
      context = context(Optional.of(bundle));
    } catch (RuntimeException e) {
      log.debug("Registry {} goes on with the certificates from before", registry, e);
    }
  }
}
