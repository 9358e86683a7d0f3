package io.registrybridge.registry.nacos;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.registrybridge.peer.Authority;
import io.registrybridge.registry.Reading;
import io.registrybridge.registry.Reading.Complete;
import io.registrybridge.registry.Reading.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.ssl.PemSslBundleProperties;
import org.springframework.boot.autoconfigure.ssl.PropertiesSslBundle;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/** Over a real TLS connection, with certificates made for the occasion. */
class NacosTlsTest {

  @TempDir private static Path folder;

  private static Authority ours;
  private static Authority theirs;
  private static Authority.Holder server;
  private static Authority.Holder bridge;

  @BeforeAll
  static void issue() {
    ours = Authority.in(folder, "ours");
    theirs = Authority.in(folder, "theirs");
    server = ours.issue("server", "dns:localhost,ip:127.0.0.1");
    bridge = ours.issue("bridge", "dns:bridge");
  }

  @Test
  void readsAServerWhoseAuthorityIsTrusted() throws SSLException {
    assertThat(read(serving(server, ClientAuth.NONE), trusting(ours))).isInstanceOf(Complete.class);
  }

  @Test
  void refusesAServerWhoseAuthorityIsNotTrusted() throws SSLException {
    var reading = read(serving(server, ClientAuth.NONE), trusting(theirs));

    assertThat(reading).isInstanceOf(Unavailable.class);
    assertThat(reading.reason())
        .contains("has a certificate of an authority that is not trusted")
        .contains("truststore of ssl-bundle");
  }

  @Test
  void refusesAServerThatIsNotTheOneItAskedFor() throws SSLException {
    var elsewhere = ours.issue("elsewhere", "dns:elsewhere.example");
    var reading = read(serving(elsewhere, ClientAuth.NONE), trusting(ours));

    assertThat(reading).isInstanceOf(Unavailable.class);
    assertThat(reading.reason()).contains("has a certificate that is not for the host");
  }

  @Test
  void showsItsCertificateToAServerThatWantsOne() throws SSLException {
    var bundle = trusting(ours);
    bundle.getKeystore().setCertificate("file:" + bridge.certificate());
    bundle.getKeystore().setPrivateKey("file:" + bridge.key());

    assertThat(read(serving(server, ClientAuth.REQUIRE), bundle)).isInstanceOf(Complete.class);
    assertThat(read(serving(server, ClientAuth.REQUIRE), trusting(ours)))
        .isInstanceOf(Unavailable.class);
  }

  @Test
  void connectsWithRenewedCertificatesAndKeepsThoseFromBeforeIfTheyCannotBeUsed()
      throws IOException {
    var bundles = new DefaultSslBundleRegistry("nacos", PropertiesSslBundle.get(trusting(theirs)));
    var certificates = new Certificates("cn", Optional.of("nacos"), bundles);
    var before = certificates.context();

    bundles.updateBundle("nacos", PropertiesSslBundle.get(trusting(ours)));
    var renewed = certificates.context();
    assertThat(renewed).isNotSameAs(before);

    var broken = trusting(ours);
    broken
        .getTruststore()
        .setCertificate(Files.writeString(folder.resolve("broken.pem"), "half a cert").toString());
    bundles.updateBundle("nacos", PropertiesSslBundle.get(broken));
    assertThat(certificates.context()).isSameAs(renewed);
  }

  private static Reading read(SslContext tls, PemSslBundleProperties properties) {
    try (var nacos = new ScriptedNacos(tls)) {
      SslBundle bundle = PropertiesSslBundle.get(properties);
      SslBundles bundles = new DefaultSslBundleRegistry("nacos", bundle);
      var settings =
          Given.settings(
              "server=https://127.0.0.1", "grpc-port=" + nacos.port(), "ssl-bundle=nacos");
      try (var registry = NacosRegistries.of("cn", settings, bundles, Clock.systemUTC())) {
        registry.refresh();
        return registry.latest().reading();
      }
    }
  }

  private static SslContext serving(Authority.Holder holder, ClientAuth clients)
      throws SSLException {
    var builder =
        SslContextBuilder.forServer(holder.certificate().toFile(), holder.key().toFile())
            .trustManager(ours.certificate().toFile())
            .clientAuth(clients);
    return GrpcSslContexts.configure(builder).build();
  }

  private static PemSslBundleProperties trusting(Authority authority) {
    var properties = new PemSslBundleProperties();
    properties.getTruststore().setCertificate("file:" + authority.certificate());
    return properties;
  }
}
