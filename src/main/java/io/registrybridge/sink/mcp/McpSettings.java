package io.registrybridge.sink.mcp;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Pattern;
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
 *     bridges may share one. This or {@code config-map} is required
 * @param configMap instead of a directory, how the names of the ConfigMaps begin that hold it, for
 *     bridges without a volume; replicas share them. They are in the cluster that the bridge runs
 *     in, else that of {@code KUBECONFIG}
 * @param namespace where the ConfigMaps are, by default where the bridge runs
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
    @DefaultValue Optional<Path> snapshot,
    @DefaultValue Optional<@Pattern(regexp = NAME, message = NAME_WORDS) String> configMap,
    @DefaultValue Optional<@Pattern(regexp = NAME, message = NAME_WORDS) String> namespace,
    @DefaultValue("60s") @DurationMin Duration startupWait,
    @DefaultValue Optional<String> sslBundle,
    @DefaultValue("none") ClientCertificates clientCertificates,
    @DefaultValue List<String> registries) {

  private static final String NAME = "[a-z0-9]([-a-z0-9]{0,48}[a-z0-9])?";
  private static final String NAME_WORDS =
      "must have lower-case letters, digits and '-' within, at most 50";

  /** Whether clients are asked for a certificate. */
  public enum ClientCertificates {
    NONE,
    OPTIONAL,
    REQUIRED
  }

  public McpSettings {
    registries = List.copyOf(registries);
  }

  @AssertTrue(message = "one of snapshot, a directory, and config-map must be there")
  boolean isMemoryNamed() {
    return snapshot.isPresent() != configMap.isPresent();
  }

  @AssertTrue(message = "client-certificates is of no use without ssl-bundle")
  boolean isClientCertificatesOfUse() {
    return sslBundle.isPresent() || clientCertificates == ClientCertificates.NONE;
  }
}
