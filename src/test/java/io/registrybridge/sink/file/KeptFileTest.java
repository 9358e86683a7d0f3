package io.registrybridge.sink.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.sink.Sink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptFileTest {

  private static final Map<String, String> WORDS = Map.of("shop", "12/1", "core", "1/1");

  private final Path directory;
  private final Sink sink;

  KeptFileTest(@TempDir Path directory) {
    this.directory = directory;
    sink = opened("prod");
  }

  private Sink opened(String owner) {
    return FileSinks.of("review", new FileSinkSettings(directory, List.of()), owner);
  }

  @Test
  void whatIsKeptIsThereForTheNextRunAndNobodyElses() {
    assertThat(sink.kept()).contains(Map.of());
    sink.keep(WORDS);
    assertThat(opened("prod").kept()).contains(WORDS);
    assertThat(opened("other").kept()).contains(Map.of());
  }

  @Test
  void nothingToKeepNeedsNoFile() throws IOException {
    sink.keep(WORDS);
    sink.keep(Map.of("shop", "", "core", ""));
    try (var files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void whatCannotBeReadIsNoWord() throws IOException {
    Files.writeString(directory.resolve(".registrybridge-prod.json"), "[1");
    assertThat(sink.kept()).contains(Map.of());
    sink.keep(WORDS);
    assertThat(opened("prod").kept()).contains(WORDS);
  }

  @Test
  void whatCouldNotBeWrittenIsWrittenLater() throws IOException {
    var gone = directory.resolve("later");
    var later = FileSinks.of("review", new FileSinkSettings(gone, List.of()), "prod");
    later.keep(WORDS);
    assertThat(gone).doesNotExist();
    Files.createDirectory(gone);
    later.keep(WORDS);
    assertThat(later.kept()).contains(WORDS);
  }
}
