package io.registrybridge.registry.file;

import io.registrybridge.registry.PolledRegistry;
import java.time.Clock;

/** Makes registries of kind {@code file}. */
public final class FileRegistries {

  private FileRegistries() {}

  /**
   * A registry that is the file.
   *
   * @param name the configured name
   */
  public static PolledRegistry of(String name, FileSettings settings, Clock clock) {
    var source = new FileSource(name, settings.path(), clock);
    return new PolledRegistry("file", name, source, settings.interval(), clock);
  }
}
