package io.registrybridge.registry.eureka;

import static io.registrybridge.peer.Bundles.trusting;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.peer.Authority;
import io.registrybridge.peer.SecureServer;
import io.registrybridge.registry.eureka.Answer.Refusal;
import io.registrybridge.registry.http.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Against a real HTTPS server, with certificates made for the occasion. */
@ExtendWith(OutputCaptureExtension.class)
class EurekaTlsTest {

  @TempDir private static Path folder;

  private static Authority ours;
  private static Authority theirs;
  private static Authority.Holder server;
  private static Authority.Holder bridge;
  private static Authority.Holder stranger;

  @BeforeAll
  static void issue() {
    ours = Authority.in(folder, "ours");
    theirs = Authority.in(folder, "theirs");
    server = ours.issue("server", "dns:localhost,ip:127.0.0.1");
    bridge = ours.issue("bridge", "dns:bridge");
    stranger = theirs.issue("stranger", "dns:stranger");
  }

  @Test
  void readsAServerWhoseAuthorityIsTrusted() {
    try (var eureka = SecureServer.of(server, EurekaJson.NOTHING)) {
      assertThat(ask(eureka.url(), trusting(ours))).isInstanceOf(Listing.class);
      assertThat(ask(named(eureka), trusting(ours))).isInstanceOf(Listing.class);
    }
  }

  @Test
  void refusesAServerWhoseAuthorityIsNotTrusted() {
    try (var eureka = SecureServer.of(server, EurekaJson.NOTHING)) {
      var refusal =
          new Refusal(
              "has a certificate of an authority that is not trusted; put the authority's into"
                  + " the truststore of ssl-bundle");

      assertThat(ask(eureka.url(), trusting(theirs))).isEqualTo(refusal);
      var byDefault = Given.client(Given.settings("urls=" + eureka.url()));
      assertThat(byDefault.everything(Server.of(eureka.url()), Given.NOTHING)).isEqualTo(refusal);
    }
  }

  @Test
  void refusesAServerThatIsNotTheOneInTheUrl() {
    var elsewhere = ours.issue("elsewhere", "dns:elsewhere.example,ip:10.0.0.1");
    try (var eureka = SecureServer.of(elsewhere, EurekaJson.NOTHING)) {
      assertThat(reason(ask(eureka.url(), trusting(ours))))
          .isEqualTo(
              "has a certificate that is not for the host in its URL: No subject alternative names"
                  + " matching IP address 127.0.0.1 found");
      assertThat(reason(ask(named(eureka), trusting(ours))))
          .startsWith("has a certificate that is not for the host in its URL: ")
          .contains("localhost");
    }
  }

  @Test
  void showsItsCertificateToAServerThatWantsOne() {
    try (var eureka = SecureServer.forHolders(server, EurekaJson.NOTHING)) {
      assertThat(ask(eureka.url(), trusting(ours, bridge))).isInstanceOf(Listing.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void isRefusedWithoutTheCertificateThatAServerWants(String protocol) {
    try (var eureka = SecureServer.forHolders(server, EurekaJson.NOTHING, protocol)) {
      var whatToDo =
          "; if it wants a client certificate, give one that it trusts in the keystore of"
              + " ssl-bundle";

      assertThat(reason(ask(eureka.url(), trusting(ours)))).endsWith(whatToDo);
      assertThat(reason(ask(eureka.url(), trusting(ours, stranger)))).endsWith(whatToDo);
    }
  }

  @Test
  void takesUpRenewedCertificates() {
    var bundles = new DefaultSslBundleRegistry("mesh", trusting(theirs));
    try (var eureka = SecureServer.forHolders(server, EurekaJson.NOTHING)) {
      var client = client(eureka.url(), bundles);
      var address = Server.of(eureka.url());
      assertThat(client.everything(address, Given.NOTHING)).isInstanceOf(Refusal.class);

      bundles.updateBundle("mesh", trusting(ours, bridge));
      assertThat(client.everything(address, Given.NOTHING)).isInstanceOf(Listing.class);

      bundles.updateBundle("mesh", trusting(theirs));
      assertThat(client.everything(address, Given.NOTHING)).isInstanceOf(Refusal.class);
    }
  }

  @Test
  void keepsItsCertificatesWhereTheRenewedOnesCannotBeUsed(CapturedOutput output)
      throws IOException {
    var half = trusting(ours, bridge);
    var bundles = new DefaultSslBundleRegistry("mesh", half);
    try (var eureka = SecureServer.forHolders(server, EurekaJson.NOTHING)) {
      var client = client(eureka.url(), bundles);
      var broken = Files.writeString(folder.resolve("broken.pem"), "half a cert");

      bundles.updateBundle("mesh", trusting(broken));

      assertThat(client.everything(Server.of(eureka.url()), Given.NOTHING))
          .isInstanceOf(Listing.class);
      assertThat(output).contains("Registry shop is read with the certificates from before");
      assertThat(output).doesNotContain("\tat ");
    }
  }

  private static String reason(Answer answer) {
    return ((Refusal) answer).reason();
  }

  private static String named(SecureServer eureka) {
    return eureka.url().replace("127.0.0.1", "localhost");
  }

  private static Answer ask(String url, SslBundle bundle) {
    var bundles = new DefaultSslBundleRegistry("mesh", bundle);
    return client(url, bundles).everything(Server.of(url), Given.NOTHING);
  }

  private static EurekaClient client(String url, DefaultSslBundleRegistry bundles) {
    return Given.client(Given.settings("urls=" + url, "ssl-bundle=mesh"), bundles);
  }
}
