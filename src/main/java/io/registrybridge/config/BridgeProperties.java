package io.registrybridge.config;

import io.registrybridge.plan.Policy;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * All that can be configured, under {@code bridge}.
 *
 * @param owner whose resources this deployment writes: a DNS label, unique per deployment. Required
 * @param policy what may be done to a sink: {@code create-only}, {@code upsert-only} (nothing is
 *     deleted) or {@code sync}. Required
 * @param adoptFrom former owners whose resources this deployment inherits: they become its own with
 *     the next write, as they stand. A former owner's deployment must not run any more
 * @param retired names of registries that were removed on purpose: what came from them goes
 * @param dryRun whether passes only tell what they would do, false by default
 * @param mode {@code run}, or {@code once}: one pass, whose exit code tells what it came to; run by
 *     default
 * @param admin who may release, pause, resume and purge
 * @param sync when passes are made
 * @param guard how much a registry may lose at once before the loss has to be confirmed
 * @param mapping how services become mesh resources; every registry may override each key under its
 *     own {@code mapping}
 * @param registry what is watched, by kind and name. Names are DNS labels of at most 30 characters
 * @param sink what is written, by kind and name
 */
@ConfigurationProperties("bridge")
record BridgeProperties(
    @NotNull(message = Legal.LABEL_WORDS)
        @Pattern(regexp = Legal.LABEL, message = Legal.LABEL_WORDS)
        String owner,
    @NotNull(message = "must be create-only, upsert-only or sync") Policy policy,
    @DefaultValue
        List<@Pattern(regexp = Legal.LABEL, message = Legal.LABEL_WORDS) String> adoptFrom,
    @DefaultValue List<@Pattern(regexp = Legal.NAME, message = Legal.NAME_WORDS) String> retired,
    @DefaultValue("false") boolean dryRun,
    @DefaultValue("run") Mode mode,
    @DefaultValue Admin admin,
    @DefaultValue @Valid Sync sync,
    @DefaultValue @Valid Guard guard,
    @DefaultValue @Valid MappingProperties mapping,
    @DefaultValue @Valid Registries registry,
    @DefaultValue @Valid Sinks sink) {

  BridgeProperties {
    adoptFrom = List.copyOf(adoptFrom);
    retired = List.copyOf(retired);
  }

  /**
   * Who may change how a running bridge works.
   *
   * @param tokenFile a file that holds the token; without it, release, pause, resume and purge are
   *     off
   */
  record Admin(@DefaultValue Optional<Path> tokenFile) {}

  /**
   * When passes are made.
   *
   * @param interval between two passes that nothing called for, 30s by default
   * @param quietPeriod how long after a pass hints are gathered for the next one, 100ms by default
   * @param longestWait how long hints that keep coming can put the next pass off, 1s by default
   */
  record Sync(
      @DefaultValue("30s") @DurationMin(millis = 1) Duration interval,
      @DefaultValue("100ms") @DurationMin Duration quietPeriod,
      @DefaultValue("1s") @DurationMin Duration longestWait) {}

  /**
   * How much a registry may lose at once: endpoints that vanished or failed, or services that have
   * none left; and how many of its services the configuration may take away at once.
   *
   * @param maxShare of what there was, 0 to 1; 0.3 by default
   * @param maxCount no loss of at most this many is too much, unless nothing is left; 10 by default
   * @param window how long a level counts after it has fallen, 10m by default
   * @param settle how long a level has to be back within the limits to be believed, 90s by default
   */
  record Guard(
      @DefaultValue("0.3") @DecimalMin("0") @DecimalMax("1") double maxShare,
      @DefaultValue("10") @Min(0) int maxCount,
      @DefaultValue("10m") @DurationMin Duration window,
      @DefaultValue("90s") @DurationMin Duration settle) {}
}
