package io.registrybridge.registry.file;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One file, {@code bridge.registry.file.<name>}.
 *
 * @param path where it is, a file of 4 MiB at most; to change it, write another and rename it over
 *     this one. Required
 * @param required whether readiness waits for this registry, true by default
 * @param interval how often the file is looked at, 1s by default
 */
public record FileSettings(
    @NotNull(message = "must name a file") Path path,
    @DefaultValue("true") boolean required,
    @DefaultValue("1s") @DurationMin(nanos = 1) Duration interval) {}
