package io.registrybridge.peer;

import java.nio.file.Path;
import org.springframework.boot.autoconfigure.ssl.PemSslBundleProperties;
import org.springframework.boot.autoconfigure.ssl.PropertiesSslBundle;
import org.springframework.boot.ssl.SslBundle;

/** Bundles as the configuration would have them. */
public final class Bundles {

  private Bundles() {}

  public static SslBundle trusting(Authority authority) {
    return trusting(authority.certificate());
  }

  /** A bundle that trusts whom this certificate names, if it is one. */
  public static SslBundle trusting(Path certificate) {
    return PropertiesSslBundle.get(truststore(certificate));
  }

  /** A bundle that trusts the authority and shows the client's certificate. */
  public static SslBundle trusting(Authority authority, Authority.Holder client) {
    var properties = truststore(authority.certificate());
    properties.getKeystore().setCertificate(client.certificate().toString());
    properties.getKeystore().setPrivateKey(client.key().toString());
    return PropertiesSslBundle.get(properties);
  }

  private static PemSslBundleProperties truststore(Path certificate) {
    var properties = new PemSslBundleProperties();
    properties.getTruststore().setCertificate(certificate.toString());
    return properties;
  }
}
