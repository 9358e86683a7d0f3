package io.registrybridge.sink.file;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;

/**
 * One directory, {@code bridge.sink.file.<name>}.
 *
 * @param directory where the files go, one per resource, each in a directory named after its
 *     namespace; created if absent. No two bridges may write to one directory. Required
 */
public record FileSinkSettings(@NotNull(message = "must name a directory") Path directory) {}
