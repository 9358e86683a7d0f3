package io.registrybridge.sink.file;

import io.registrybridge.sink.Sink;
import java.time.Clock;

/** Makes sinks of kind {@code file}. */
public final class FileSinks {

  /** As the configuration spells it. */
  public static final String KIND = "file";

  private FileSinks() {}

  /** A sink that writes as this owner, and is not started yet. */
  public static Sink of(String name, FileSinkSettings settings, String owner) {
    var folder = Folder.of(settings.directory());
    var sheets = new Sheets(folder, owner, Clock.systemUTC());
    return new FileSink(name, folder, sheets, KeptFile.of(folder, owner));
  }
}
