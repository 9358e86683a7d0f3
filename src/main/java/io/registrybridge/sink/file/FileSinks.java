package io.registrybridge.sink.file;

import io.registrybridge.sink.Sink;
import java.time.Clock;

/** Makes sinks of kind {@code file}. */
public final class FileSinks {

  private FileSinks() {}

  /**
   * A sink that writes to the directory as this owner.
   *
   * @param name the configured name
   */
  public static Sink of(String name, FileSinkSettings settings, String owner) {
    var folder = Folder.of(settings.directory());
    return new FileSink(name, folder, new Sheets(folder, owner, Clock.systemUTC()));
  }
}
