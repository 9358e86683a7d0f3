package io.registrybridge.sink.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.sink.Sink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
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

  @ParameterizedTest
  @ValueSource(strings = {"[1", "", "null", "{\"shop\": null}", "{\"shop\": {}}"})
  void whatCannotBeReadIsNoWord(String text) throws IOException {
    Files.writeString(directory.resolve(".registrybridge-prod.json"), text);
    assertThat(sink.kept()).contains(Map.of());
    sink.keep(WORDS);
    assertThat(opened("prod").kept()).contains(WORDS);
  }

  @Test
  void whatCouldNotBeWrittenIsToldOnceAndWrittenLater(CapturedOutput log) throws IOException {
    var gone = directory.resolve("later");
    var later = FileSinks.of("review", new FileSinkSettings(gone, List.of()), "prod");
    later.keep(WORDS);
    later.keep(WORDS);
    assertThat(gone).doesNotExist();
    assertThat(log.getAll()).containsOnlyOnce("so a restart forgets these losses");
    Files.createDirectory(gone);
    later.keep(WORDS);
    assertThat(later.kept()).contains(WORDS);
  }
}
