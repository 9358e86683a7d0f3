package io.registrybridge.registry.nacos;

import io.registrybridge.registry.http.Login;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * One Nacos registry, {@code bridge.registry.nacos.<name>}.
 *
 * @param server where Nacos is, such as {@code nacos:8848} (the port of its configuration; gRPC is
 *     expected 1000 above it) or, over TLS, {@code https://nacos:8848/nacos}; several of one
 *     cluster, of which one is asked for as long as it answers and the others stand in for it.
 *     Several clusters are several registries. Required
 * @param grpcPort where all servers listen for gRPC, if that is not 1000 above the port in {@code
 *     server}
 * @param namespaces the ids (not the titles) of those that are read, {@code public} by default
 * @param groups that are read in each of the namespaces, {@code DEFAULT_GROUP} by default
 * @param username for servers that ask who asks; goes with {@code password-file}. It needs the
 *     right to read in each of the groups
 * @param passwordFile a file with the password, read anew for every login so that the password can
 *     be changed while the bridge runs; line breaks at its end do not count
 * @param sslBundle the name of a bundle under {@code spring.ssl.bundle} with the authorities that
 *     are trusted and, where the servers want one, the client's certificate and key. Renewed ones
 *     are taken up by new connections if the bundle has {@code reload-on-update}. Without it the
 *     JVM's authorities are trusted
 * @param interval how often the names of all services are read, 2s by default; that is how late a
 *     new service may be. The instances of those known are notified of
 * @param fullRead in which time every service is asked for once more, though no change was notified
 *     of; 30m by default
 * @param timeout for one answer, and for connecting; 10s by default
 * @param maxSize of one answer; a larger one is refused; 16MB by default
 * @param required whether readiness waits for this registry, true by default
 */
public record NacosSettings(
    @DefaultValue @NotEmpty List<@NotBlank String> server,
    @DefaultValue Optional<@Min(1) @Max(65535) Integer> grpcPort,
    @DefaultValue("public") @NotEmpty
        List<
                @Pattern(
                    regexp = "[A-Za-z0-9_-]{1,128}",
                    message = "must be a namespace's id, of letters, digits, '-' and '_'")
                String>
            namespaces,
    @DefaultValue("DEFAULT_GROUP") @NotEmpty
        List<
                @Pattern(
                    regexp = "[A-Za-z0-9_.:-]{1,128}",
                    message = "must be a group's name, of letters, digits, '-', '_', '.' and ':'")
                String>
            groups,
    @DefaultValue Optional<String> username,
    @DefaultValue Optional<Path> passwordFile,
    @DefaultValue Optional<String> sslBundle,
    @DefaultValue("2s") @DurationMin(nanos = 1) Duration interval,
    @DefaultValue("30m") @DurationMin(nanos = 1) Duration fullRead,
    @DefaultValue("10s") @DurationMin(nanos = 1) Duration timeout,
    @DefaultValue("16MB") DataSize maxSize,
    @DefaultValue("true") boolean required) {

  public NacosSettings {
    server = List.copyOf(server);
    namespaces = List.copyOf(namespaces);
    groups = List.copyOf(groups);
  }

  @AssertTrue(
      message =
          "each of server must be a host with its port, or an http or https URL of one, and no user")
  boolean isServerWellFormed() {
    return server.stream().allMatch(NacosServer::wellFormed);
  }

  @AssertTrue(message = "username and password-file go together, and one of them is missing")
  boolean isLoginWhole() {
    return username.isPresent() == passwordFile.isPresent();
  }

  @AssertTrue(message = "ssl-bundle is of no use while none of server begins with https")
  boolean isSslBundleOfUse() {
    return sslBundle.isEmpty()
        || !isServerWellFormed()
        || servers().stream().anyMatch(NacosServer::secure);
  }

  List<NacosServer> servers() {
    var port = grpcPort.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    return server.stream().map(one -> NacosServer.of(one, port)).distinct().toList();
  }

  List<Partition> partitions() {
    return namespaces.stream()
        .flatMap(namespace -> groups.stream().map(group -> new Partition(namespace, group)))
        .distinct()
        .toList();
  }

  Optional<Login> login() {
    return username.flatMap(user -> passwordFile.map(file -> new Login(user, file)));
  }
}
