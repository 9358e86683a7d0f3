package io.registrybridge.registry.file;

import io.registrybridge.registry.PolledRegistry;
import java.time.Clock;

/** Makes registries of kind {@code file}. */
public final class FileRegistries {

  /** As the configuration spells it. */
  public static final String KIND = "file";

  private FileRegistries() {}

  /** A registry that is not started yet. */
  public static PolledRegistry of(String name, FileSettings settings, Clock clock) {
    var source = new FileSource(name, settings.path(), clock);
    return new PolledRegistry(KIND, name, source, settings.interval(), clock);
  }
}
