package io.registrybridge.sink.mcp;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslManagerBundle;

/**
 * One of Spring Boot's SSL bundles whose renewed certificates are taken up by a server that was
 * started with those from before: Spring Boot's gRPC server asks for them once.
 */
public final class RenewedBundle implements SslManagerBundle {

  private static final Logger log = LoggerFactory.getLogger(RenewedBundle.class);

  private record Managers(X509ExtendedKeyManager keys, X509ExtendedTrustManager trust) {

    /**
     * @throws IllegalStateException if the bundle holds what cannot be served with
     */
    static Managers of(SslBundle bundle) {
      var managers = bundle.getManagers();
      return new Managers(
          only(X509ExtendedKeyManager.class, managers.getKeyManagers()),
          only(X509ExtendedTrustManager.class, managers.getTrustManagers()));
    }

    private static <T> T only(Class<T> type, Object[] managers) {
      return Stream.of(managers)
          .filter(type::isInstance)
          .map(type::cast)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("there is no " + type.getSimpleName()));
    }
  }

  private final String name;
  private final Supplier<SslBundles> bundles;
  private volatile Optional<Managers> current = Optional.empty();

  private RenewedBundle(String name, Supplier<SslBundles> bundles) {
    this.name = name;
    this.bundles = bundles;
  }

  /**
   * The bundle of this name, now and whenever it is renewed.
   *
   * @param bundles asked when somebody is to be served
   */
  public static SslBundle of(String name, Supplier<SslBundles> bundles) {
    return SslBundle.of(null, null, null, null, new RenewedBundle(name, bundles));
  }

  private synchronized Managers current() {
    return current.orElseGet(this::first);
  }

  private Managers first() {
    var managers = Managers.of(bundles.get().getBundle(name));
    current = Optional.of(managers);
    bundles.get().addBundleUpdateHandler(name, this::renew);
    return managers;
  }

  /**
   * Certificate and key are seldom replaced at one instant, and half of them is no reason to stop.
   */
  private void renew(SslBundle bundle) {
    try {
      current = Optional.of(Managers.of(bundle));
      log.info("Istiods are served with renewed certificates");
    } catch (RuntimeException e) {
      log.warn(
          "Istiods are served with the certificates from before, the renewed ones cannot be used: {}",
          e.getMessage());
    }
  }

  @Override
  public KeyManagerFactory getKeyManagerFactory() {
    return new RenewedKeys(() -> current().keys()).factory();
  }

  @Override
  public TrustManagerFactory getTrustManagerFactory() {
    return SslManagerBundle.from(new RenewedTrust(() -> current().trust()))
        .getTrustManagerFactory();
  }
}
