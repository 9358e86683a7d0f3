package io.registrybridge.sink.mcp;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The istiods that read from this bridge, {@code bridge.sink.mcp.<name>}; one such sink at most.
 * They are served on {@code spring.grpc.server.port}, 9090 by default.
 *
 * @param snapshot a directory that holds what is served, so that a bridge that was restarted serves
 *     it before any registry is read; created if absent. It has to outlive the bridge, and no two
 *     bridges may share one. Required
 * @param startupWait how long istiods wait for the first answer if there is no snapshot and not
 *     every registry was read; what is known then is served, 60s by default
 * @param sslBundle the name of a bundle under {@code spring.ssl.bundle} with the certificate and
 *     key to serve with, and the authorities of clients' certificates. Renewed ones are taken up if
 *     the bundle has {@code reload-on-update}. Without it nothing is encrypted
 * @param clientCertificates whether clients are asked for a certificate: {@code none} (the
 *     default), {@code optional} or {@code required}. Istiod itself cannot show one; a proxy before
 *     it can
 * @param registries names of the registries that feed this sink; all of them by default
 */
public record McpSettings(
    @NotNull(message = "must name a directory") Path snapshot,
    @DefaultValue("60s") @DurationMin Duration startupWait,
    @DefaultValue Optional<String> sslBundle,
    @DefaultValue("none") ClientCertificates clientCertificates,
    @DefaultValue List<String> registries) {

  /** Whether clients are asked for a certificate. */
  public enum ClientCertificates {
    NONE,
    OPTIONAL,
    REQUIRED
  }

  public McpSettings {
    registries = List.copyOf(registries);
  }

  @AssertTrue(message = "client-certificates is of no use without ssl-bundle")
  boolean isClientCertificatesOfUse() {
    return sslBundle.isPresent() || clientCertificates == ClientCertificates.NONE;
  }
}
