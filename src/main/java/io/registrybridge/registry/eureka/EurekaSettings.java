package io.registrybridge.registry.eureka;

import io.registrybridge.registry.http.Login;
import io.registrybridge.registry.http.Server;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * One Eureka registry, {@code bridge.registry.eureka.<name>}.
 *
 * @param urls the servers that hold this registry, such as {@code http://eureka:8761/eureka}; one
 *     is read for as long as it answers, the others stand in for it. Several clusters are several
 *     registries. Required
 * @param username for servers that ask for basic authentication; goes with {@code password-file}. A
 *     user and password that differ by server may stand in the URLs instead
 * @param passwordFile a file with the password, read anew for every request so that the password
 *     can be changed while the bridge runs; line breaks at its end do not count
 * @param sslBundle the name of a bundle under {@code spring.ssl.bundle} with the authorities that
 *     are trusted and, where the servers want one, the client's certificate and key. Renewed ones
 *     are taken up if the bundle has {@code reload-on-update}. Without it the JVM's authorities are
 *     trusted. That a certificate names the host it was reached at is always checked
 * @param by what names a service: {@code app}, the application, by default; or {@code vip-address},
 *     in lower case, by which an instance that has several is listed under each of them and several
 *     applications may share one. An instance without a vipAddress is listed under its
 *     secureVipAddress, and one that has neither is left out and reported
 * @param zones if any are named, only what runs in them is listed; what tells no zone is not. The
 *     zone is Amazon's availability zone or else the metadata "zone"
 * @param interval from the end of one read to the next, 5s by default
 * @param fullRead how often everything is read and not only what changed, at the latest: up to a
 *     fifth sooner, so that several registries are not read at once; 10m by default
 * @param timeout for one answer from connecting to its last byte, 10s by default
 * @param maxSize of one answer, unpacked; a larger one is refused; 256MB by default
 * @param required whether readiness waits for this registry, true by default
 */
public record EurekaSettings(
    @DefaultValue @NotEmpty List<@NotBlank String> urls,
    @DefaultValue
        Optional<@Pattern(regexp = "[^:]+", message = "must not contain ':'") String> username,
    @DefaultValue Optional<Path> passwordFile,
    @DefaultValue Optional<String> sslBundle,
    @DefaultValue("app") By by,
    @DefaultValue List<@NotBlank String> zones,
    @DefaultValue("5s") @DurationMin(nanos = 1) Duration interval,
    @DefaultValue("10m") @DurationMin(nanos = 1) Duration fullRead,
    @DefaultValue("10s") @DurationMin(nanos = 1) Duration timeout,
    @DefaultValue("256MB") DataSize maxSize,
    @DefaultValue("true") boolean required) {

  /** What gives a service its name. */
  public enum By {
    APP,
    VIP_ADDRESS
  }

  public EurekaSettings {
    urls = List.copyOf(urls);
    zones = List.copyOf(zones);
  }

  // Not constraints on each URL: their messages would show the value, and with it the password.
  @AssertTrue(message = "each of urls must be an http or https URL that names a host")
  boolean isUrlsWellFormed() {
    return urls.stream().allMatch(Server::wellFormed);
  }

  @AssertTrue(message = "username and password-file go together, and one of them is missing")
  boolean isLoginWhole() {
    return username.isPresent() == passwordFile.isPresent();
  }

  @AssertTrue(message = "a user stands in urls and in username; only one of the two can be meant")
  boolean isLoginUnambiguous() {
    return username.isEmpty()
        || !isUrlsWellFormed()
        || servers().stream().allMatch(server -> server.credentials().isEmpty());
  }

  @AssertTrue(message = "ssl-bundle is of no use while none of urls begins with https")
  boolean isSslBundleOfUse() {
    return sslBundle.isEmpty()
        || !isUrlsWellFormed()
        || servers().stream().anyMatch(Server::secure);
  }

  List<Server> servers() {
    return urls.stream().map(Server::of).distinct().toList();
  }

  Optional<Login> login() {
    return username.flatMap(user -> passwordFile.map(file -> new Login(user, file)));
  }

  Selection selection() {
    return new Selection(by, Set.copyOf(zones));
  }

  /** Only where it is: the URLs may hold passwords. */
  @Override
  public String toString() {
    return "Eureka" + (isUrlsWellFormed() ? servers() : "");
  }
}
