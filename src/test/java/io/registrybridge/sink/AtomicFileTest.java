package io.registrybridge.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  @TempDir private Path folder;

  @Test
  void theNewTextTakesThePlaceOfTheOld() throws IOException {
    var place = folder.resolve("place");
    AtomicFile.put(folder.resolve("draft"), place, "old".getBytes(UTF_8));
    AtomicFile.put(folder.resolve("draft"), place, "new".getBytes(UTF_8));

    assertThat(place).hasContent("new");
    assertThat(folder).isDirectoryNotContaining("glob:**draft");
  }

  @Test
  void whatCannotBePutInItsPlaceLeavesNothingBehind() throws IOException {
    var place = folder.resolve("place");
    Files.createDirectories(place.resolve("full"));

    assertThatIOException()
        .isThrownBy(() -> AtomicFile.put(folder.resolve("draft"), place, "new".getBytes(UTF_8)));

    assertThat(folder).isDirectoryNotContaining("glob:**draft");
  }
}
