package io.registrybridge.registry.consul;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.registrybridge.registry.http.Server;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * One Consul, {@code bridge.registry.consul.<name>}.
 *
 * @param url of a Consul agent or server, such as {@code http://consul:8500}. Required
 * @param datacenters that are watched, each by its name; the name is the partition of its services.
 *     Required
 * @param namespace in which services are looked for, in Consul Enterprise; the token's own by
 *     default. The partition of its services is then {@code datacenter.namespace}
 * @param partition the admin partition in which services are looked for, in Consul Enterprise; the
 *     agent's own by default. The partition of its services is then {@code
 *     datacenter.namespace.partition}
 * @param tokenFile a file with the ACL token, read anew for every request so that the token can be
 *     changed while the bridge runs: one word of plain letters, digits and signs; line breaks at
 *     its end do not count. The token must be allowed to read all services and all nodes: where
 *     Consul leaves something out, nothing is removed
 * @param sslBundle the name of a bundle under {@code spring.ssl.bundle} with the authorities that
 *     are trusted and, where Consul wants one, the client's certificate and key. Renewed ones are
 *     taken up if the bundle has {@code reload-on-update}
 * @param connections how many services are watched by a connection each; shared by the datacenters;
 *     100 by default. Where there are more services than that, all are watched by three
 *     connections, and are read when something of them may have changed
 * @param statuses with which an instance takes traffic: of {@code passing}, {@code warning} and
 *     {@code critical}, the first two by default. What is in maintenance never does
 * @param taggedAddress the tag of the address that is taken, such as {@code wan} or {@code
 *     lan_ipv6}, of the service or else of its node. Without it, or where there is none, it is the
 *     service's own address or else its node's
 * @param longestWait how long one question waits for news before it is asked again, 1m by default
 *     and at most 10m. A connection that broke without a word is noticed after this and {@code
 *     timeout}
 * @param readsPerSecond how many services are read in a second when something changed and Consul
 *     does not tell which, 200 by default
 * @param fullRead how often everything is read, changed or not, at the latest: up to a fifth
 *     sooner, so that several registries are not read at once; 30m by default
 * @param timeout for one answer from connecting to its last byte, beside what it waits; 10s by
 *     default
 * @param maxSize of one answer; a larger one is refused; 64MB by default
 * @param required whether readiness waits for this registry, true by default
 */
public record ConsulSettings(
    @DefaultValue("") @NotBlank(message = "must be the URL of a Consul agent") String url,
    @DefaultValue @NotEmpty(message = "must name at least one datacenter")
        List<@Pattern(regexp = NAME, message = NAME_WORDS) String> datacenters,
    @DefaultValue Optional<@Pattern(regexp = NAME, message = NAME_WORDS) String> namespace,
    @DefaultValue Optional<@Pattern(regexp = NAME, message = NAME_WORDS) String> partition,
    @DefaultValue Optional<Path> tokenFile,
    @DefaultValue Optional<String> sslBundle,
    @DefaultValue("100") @Min(1) int connections,
    @DefaultValue({"passing", "warning"}) @NotEmpty Set<Admitted> statuses,
    @DefaultValue Optional<String> taggedAddress,
    @DefaultValue("1m") @DurationMin(seconds = 1) @DurationMax(minutes = 10) Duration longestWait,
    @DefaultValue("200") @Min(1) int readsPerSecond,
    @DefaultValue("30m") @DurationMin(nanos = 1) Duration fullRead,
    @DefaultValue("10s") @DurationMin(nanos = 1) Duration timeout,
    @DefaultValue("64MB") DataSize maxSize,
    @DefaultValue("true") boolean required) {

  private static final String NAME = "[A-Za-z0-9_-]+";
  private static final String NAME_WORDS = "must be letters, digits, '-' and '_'";

  /** A status of Consul's with which an instance may take traffic. */
  public enum Admitted {
    PASSING,
    WARNING,
    CRITICAL
  }

  public ConsulSettings {
    datacenters = List.copyOf(datacenters);
    statuses = Set.copyOf(statuses);
  }

  // Not a constraint on the URL: its message would show the value, and with it a password.
  @AssertTrue(message = "url must be an http or https URL that names a host")
  boolean isUrlWellFormed() {
    return Server.wellFormed(url);
  }

  @AssertTrue(message = "datacenters names one twice")
  boolean isDatacentersDistinct() {
    return Set.copyOf(datacenters).size() == datacenters.size();
  }

  @AssertTrue(message = "ssl-bundle is of no use while url does not begin with https")
  boolean isSslBundleOfUse() {
    return sslBundle.isEmpty() || !isUrlWellFormed() || Server.of(url).secure();
  }

  List<Place> places(String registry) {
    var server = Server.of(url);
    return datacenters.stream()
        .map(name -> new Place(registry, server, name, namespace, partition))
        .toList();
  }

  Choices choices() {
    var admitted =
        statuses.stream().map(status -> Health.valueOf(status.name())).collect(toUnmodifiableSet());
    return new Choices(admitted, taggedAddress);
  }

  /** Only where it is: the URL may hold a password. */
  @Override
  public String toString() {
    return "Consul" + (isUrlWellFormed() ? " at " + Server.of(url) + " " + datacenters : "");
  }
}
