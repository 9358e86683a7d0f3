package io.registrybridge.sink.cluster;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Lease whose holder is the one replica that writes: {@code
 * bridge.sink.kubernetes.<name>.lease}. It is called {@code registry-bridge-<owner>}.
 *
 * @param namespace where it is; by default that of {@code bridge.mapping.namespace}, or if the sink
 *     does not write there the first of those that it writes to
 * @param duration how long after its last sign of life another replica waits until it takes the
 *     place of the one that writes, in whole seconds, 15s by default
 * @param renewDeadline how long after its last sign of life that was answered the one that writes
 *     goes on writing, 10s by default
 * @param retry how often it gives a sign of life, and how often another one looks, 2s by default
 */
public record LeaseSettings(
    @DefaultValue
        Optional<@Pattern(regexp = NAMESPACE, message = NAMESPACE_WORDS) String> namespace,
    @DefaultValue("15s") @NotNull @DurationMin(seconds = 1) Duration duration,
    @DefaultValue("10s") @NotNull @DurationMin(millis = 1) Duration renewDeadline,
    @DefaultValue("2s") @NotNull @DurationMin(millis = 1) Duration retry) {

  private static final String NAMESPACE = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
  private static final String NAMESPACE_WORDS =
      "must be a namespace: lower-case letters, digits and '-' within, at most 63";

  /** What is not configured. */
  public static final LeaseSettings DEFAULT =
      new LeaseSettings(
          Optional.empty(), Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));

  @AssertTrue(message = "duration must be longer than renew-deadline: else two replicas may write")
  boolean isDurationLonger() {
    return duration.compareTo(renewDeadline) > 0;
  }

  @AssertTrue(message = "renew-deadline must be at least twice as long as retry")
  boolean isRetriedInTime() {
    return renewDeadline.compareTo(retry.multipliedBy(2)) >= 0;
  }

  @AssertTrue(message = "duration must be in whole seconds, as Leases have it")
  boolean isWhole() {
    return duration.toMillisPart() == 0;
  }

  /** How long a request about the Lease may take: so that one that is lost is not the only one. */
  public Duration patience() {
    return renewDeadline.dividedBy(2);
  }
}
