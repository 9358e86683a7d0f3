package io.registrybridge.sink.mcp;

import io.registrybridge.sink.Sink;
import java.time.Clock;

/** Makes sinks of kind {@code mcp}. */
public final class McpSinks {

  /** As the configuration spells it. */
  public static final String KIND = "mcp";

  private McpSinks() {}

  /**
   * A sink that is not started yet.
   *
   * @param memory a sink over the snapshot's directory
   * @param streams by which the istiods are served
   */
  public static Sink of(
      String name, McpSettings settings, Sink memory, Streams streams, Clock clock) {
    var births = new Births(LedgerFile.in(settings.snapshot()), clock);
    return new McpSink(name, memory, births, streams, settings.startupWait());
  }
}
