package io.registrybridge.registry.curator;

import io.registrybridge.registry.http.Login;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where services stand in ZooKeeper: as Spring Cloud lays them out, {@code
 * bridge.registry.zookeeper.<name>}, or as Dubbo does, {@code bridge.registry.dubbo.<name>}.
 *
 * @param connect the servers of one ensemble, such as {@code zk-1:2181,zk-2:2181}; a path behind
 *     them ({@code zk:2181/apps}) is the node below which everything else is. Required
 * @param root the path of the node below which the services are, {@code /services} by default, and
 *     {@code /dubbo} for those of Dubbo, which calls it the group of its registry
 * @param username for digest authentication; goes with {@code password-file}
 * @param passwordFile a file with the password, read anew for every full read; line breaks at its
 *     end do not count
 * @param sslBundle the name of a bundle under {@code spring.ssl.bundle} with the authorities that
 *     are trusted and, where the servers want one, the client's certificate and key. With it the
 *     connection is over TLS, and that the certificate names the host is always checked. Renewed
 *     ones are taken up by the next connection if the bundle has {@code reload-on-update}. A copy
 *     is kept among the temporary files, encrypted with a password that only the process knows
 * @param fullRead how often everything is read and not only what the watch tells of, at the latest:
 *     up to a fifth sooner, so that several registries are not read at once; 30m by default
 * @param timeout for connecting and for one answer, 10s by default. It is also asked for as the
 *     session's: servers that say nothing for two thirds of it are lost
 * @param maxSize of one answer, 16MB by default; a longer one cannot be read
 * @param maxNodes how many nodes are read below the root; the services beyond are told of and not
 *     read. 200000 by default
 * @param required whether readiness waits for this registry, true by default
 */
public record EnsembleSettings(
    @DefaultValue @NotEmpty List<@NotBlank String> connect,
    @DefaultValue Optional<String> root,
    @DefaultValue
        Optional<@Pattern(regexp = "[^:]+", message = "must not contain ':'") String> username,
    @DefaultValue Optional<Path> passwordFile,
    @DefaultValue Optional<String> sslBundle,
    @DefaultValue("30m") @DurationMin(nanos = 1) Duration fullRead,
    @DefaultValue("10s") @DurationMin(millis = 100) Duration timeout,
    @DefaultValue("16MB") DataSize maxSize,
    @DefaultValue("200000") @Min(1) int maxNodes,
    @DefaultValue("true") boolean required) {

  public EnsembleSettings {
    connect = List.copyOf(connect);
  }

  @AssertTrue(message = "connect must be HOST:PORT, several with commas, and perhaps a path")
  boolean isConnectWellFormed() {
    return connect.isEmpty() || TreeSettings.connects(servers());
  }

  @AssertTrue(message = "root must be the absolute path of a node, such as /services")
  boolean isRootWellFormed() {
    return root.isEmpty() || TreeSettings.isPath(root.get());
  }

  @AssertTrue(message = "username and password-file go together, and one of them is missing")
  boolean isLoginWhole() {
    return username.isPresent() == passwordFile.isPresent();
  }

  private String servers() {
    return String.join(",", connect);
  }

  /** The tree below the root, or below this one if none is configured. */
  TreeSettings tree(String usualRoot) {
    var login = username.flatMap(user -> passwordFile.map(file -> new Login(user, file)));
    return new TreeSettings(
        servers(), root.orElse(usualRoot), login, sslBundle, timeout, fullRead, maxSize, maxNodes);
  }
}
