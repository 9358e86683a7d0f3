package io.registrybridge.sink.file;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;

/**
 * A directory to write to.
 *
 * @param directory where the files go, one per resource, each in a directory named after its
 *     namespace; created if absent. No two bridges may write to one directory at a time.
 */
public record FileSinkSettings(@NotNull Path directory) {}
