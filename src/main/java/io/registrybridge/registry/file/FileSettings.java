package io.registrybridge.registry.file;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A file to read.
 *
 * @param path where it is; replace it at once (write another and rename it), or a half-written one
 *     may be read
 * @param required whether the bridge is ready only after the file was read once
 * @param interval how often it is looked at
 */
public record FileSettings(
    @NotNull Path path,
    @DefaultValue("true") boolean required,
    @DefaultValue("1s") Duration interval) {}
