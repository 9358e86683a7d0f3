package io.registrybridge.registry.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.peer.Authority;
import io.registrybridge.peer.ConsulPeer;
import io.registrybridge.registry.Reading.Complete;
import io.registrybridge.registry.Reading.Unavailable;
import io.registrybridge.registry.Registry;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.ssl.PemSslBundleProperties;
import org.springframework.boot.autoconfigure.ssl.PropertiesSslBundle;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;

/** A real Consul that speaks TLS with who has a certificate. */
@Timeout(600)
class ConsulTlsIT {

  @TempDir private static Path folder;

  private static Authority ours;
  private static Authority theirs;
  private static Authority.Holder bridge;
  private static ConsulPeer consul;

  @BeforeAll
  static void startConsul() {
    ours = Authority.in(folder, "ours");
    theirs = Authority.in(folder, "theirs");
    bridge = ours.issue("bridge", "dns:bridge");
    consul = ConsulPeer.startWithTls(ours, ours.issue("server", "ip:127.0.0.1"));
    consul.register("orders", "o1", "10.0.0.1", 8080, "passing");
  }

  @AfterAll
  static void stopConsul() {
    consul.close();
  }

  @Test
  void isReadByWhoTrustsItAndIsTrusted() {
    try (var registry = open(new DefaultSslBundleRegistry("mesh", bundle(ours)))) {
      registry.refresh();

      assertThat(registry.latest().reading()).isInstanceOf(Complete.class);
      assertThat(registry.latest().reading().catalog().services()).hasSize(1);
    }
  }

  @Test
  void isNotReadByWhoDoesNotTrustIt() {
    try (var registry = open(new DefaultSslBundleRegistry("mesh", bundle(theirs)))) {
      registry.refresh();

      assertThat(registry.latest().reading()).isInstanceOf(Unavailable.class);
      assertThat(registry.latest().reading().reason())
          .endsWith(
              "has a certificate of an authority that is not trusted; put the authority's into the"
                  + " truststore of ssl-bundle");
    }
  }

  @Test
  void renewedCertificatesAreTakenUpWhileItRuns() {
    var bundles = new DefaultSslBundleRegistry("mesh", bundle(theirs));
    try (var registry = open(bundles)) {
      registry.start(() -> {});
      registry.refresh();
      assertThat(registry.latest().reading()).isInstanceOf(Unavailable.class);

      bundles.updateBundle("mesh", bundle(ours));

      await()
          .untilAsserted(
              () -> assertThat(registry.latest().reading()).isInstanceOf(Complete.class));
    }
  }

  private static Registry open(DefaultSslBundleRegistry bundles) {
    var settings = Given.settings("url=" + consul.secureUrl(), "ssl-bundle=mesh");
    return ConsulRegistries.of("shop", settings, bundles, Clock.systemUTC());
  }

  private static SslBundle bundle(Authority trusted) {
    var properties = new PemSslBundleProperties();
    properties.getTruststore().setCertificate(trusted.certificate().toString());
    properties.getKeystore().setCertificate(bridge.certificate().toString());
    properties.getKeystore().setPrivateKey(bridge.key().toString());
    return PropertiesSslBundle.get(properties);
  }
}
