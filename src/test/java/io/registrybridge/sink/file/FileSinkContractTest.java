package io.registrybridge.sink.file;

import io.registrybridge.sink.Sink;
import io.registrybridge.sink.SinkContract;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class FileSinkContractTest extends SinkContract {

  @TempDir private Path directory;

  @Override
  protected Sink open(String owner) {
    return FileSinks.of("review", new FileSinkSettings(directory, List.of()), owner);
  }
}
