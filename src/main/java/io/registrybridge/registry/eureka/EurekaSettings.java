package io.registrybridge.registry.eureka;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * One Eureka registry, {@code bridge.registry.eureka.<name>}.
 *
 * @param urls the servers that hold this registry, such as {@code http://eureka:8761/eureka}, with
 *     user and password where they ask for them; one is read, the others stand in for it. Required
 * @param interval from the end of one read to the next, 5s by default
 * @param fullRead how often everything is read and not only what changed, 10m by default
 * @param timeout for one answer from connecting to its last byte, 10s by default
 * @param maxSize of one answer, unpacked; a larger one is refused; 256MB by default
 * @param required whether readiness waits for this registry, true by default
 */
public record EurekaSettings(
    @DefaultValue @NotEmpty List<@NotBlank String> urls,
    @DefaultValue("5s") @DurationMin(nanos = 1) Duration interval,
    @DefaultValue("10m") @DurationMin(nanos = 1) Duration fullRead,
    @DefaultValue("10s") @DurationMin(nanos = 1) Duration timeout,
    @DefaultValue("256MB") DataSize maxSize,
    @DefaultValue("true") boolean required) {

  public EurekaSettings {
    urls = List.copyOf(urls);
  }

  // Not a constraint on each URL: its message would show the value, and with it the password.
  @AssertTrue(message = "each of urls must be an http or https URL that names a host")
  boolean isUrlsWellFormed() {
    return urls.stream().allMatch(EurekaServer::wellFormed);
  }

  List<EurekaServer> servers() {
    return urls.stream().map(EurekaServer::of).distinct().toList();
  }
}
