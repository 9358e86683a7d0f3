package io.registrybridge.sink.file;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One directory, {@code bridge.sink.file.<name>}.
 *
 * @param directory where the files go, one per service, each in a directory named after its
 *     namespace; created if absent. No two bridges may write to one directory. Required
 * @param registries names of the registries that feed this sink; all of them by default
 */
public record FileSinkSettings(
    @NotNull(message = "must name a directory") Path directory,
    @DefaultValue List<String> registries) {

  public FileSinkSettings {
    registries = List.copyOf(registries);
  }
}
