package io.registrybridge.registry.http;

import java.io.EOFException;
import java.net.SocketException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Says in words why there is no secured connection, as the rest of a sentence about the server. */
final class TlsTrouble {

  /** What servers say to a client whose certificate is missing or not to their liking. */
  private static final Pattern CLIENT_REFUSED =
      Pattern.compile(
          "certificate|unknown_ca|handshake_failure|access_denied|terminated the handshake");

  private static final String CLIENT =
      "; if it wants a client certificate, give one that it trusts in the keystore of ssl-bundle";

  private TlsTrouble() {}

  /** Empty if it is no trouble with TLS. */
  static Optional<String> of(Throwable failure) {
    return certificate(failure).or(() -> cause(failure, SSLException.class).map(TlsTrouble::said));
  }

  private static Optional<String> certificate(Throwable failure) {
    if (cause(failure, CertificateExpiredException.class).isPresent()
        || cause(failure, CertificateNotYetValidException.class).isPresent()) {
      return Optional.of("has a certificate that is no longer or not yet valid");
    }
    if (cause(failure, CertPathBuilderException.class).isPresent()
        || cause(failure, CertPathValidatorException.class).isPresent()) {
      return Optional.of(
          "has a certificate of an authority that is not trusted; put the authority's into the"
              + " truststore of ssl-bundle");
    }
    return cause(failure, CertificateException.class)
        .map(wrong -> "has a certificate that is not for the host in its URL: " + words(wrong));
  }

  private static String said(Throwable failure) {
    var words = words(failure);
    return "failed at TLS: " + words + (CLIENT_REFUSED.matcher(words).find() ? CLIENT : "");
  }

  /**
   * What a broken connection may mean. With TLS 1.3 a client only finds out when it reads that its
   * certificate was not accepted, and some servers say no more than that they close.
   */
  static String hint(Throwable failure) {
    return cause(failure, EOFException.class).isPresent()
            || cause(failure, SocketException.class).isPresent()
        ? CLIENT
        : "";
  }

  private static Optional<Throwable> cause(Throwable failure, Class<? extends Throwable> type) {
    return Trouble.causes(failure).filter(type::isInstance).findFirst();
  }

  private static String words(Throwable failure) {
    return Optional.ofNullable(failure.getMessage()).orElseGet(failure::toString);
  }
}
