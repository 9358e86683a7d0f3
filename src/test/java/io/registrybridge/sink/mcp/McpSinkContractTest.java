package io.registrybridge.sink.mcp;

import io.registrybridge.sink.Sink;
import io.registrybridge.sink.SinkContract;
import io.registrybridge.sink.file.FileSinkSettings;
import io.registrybridge.sink.file.FileSinks;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** The memory behind the streams, whoever listens to them. */
class McpSinkContractTest extends SinkContract {

  @TempDir private Path directory;

  @Override
  protected Sink open(String owner) {
    var memory = FileSinks.of("istiod", new FileSinkSettings(directory, List.of()), owner);
    var clock = Clock.systemUTC();
    return McpSinks.of("istiod", settings(), memory, new Streams(clock), clock);
  }

  private McpSettings settings() {
    return new McpSettings(
        Optional.of(directory),
        Optional.empty(),
        Optional.empty(),
        Duration.ofMinutes(1),
        Optional.empty(),
        McpSettings.ClientCertificates.NONE,
        List.of());
  }
}
