package io.registrybridge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where what is measured keeps its files and logs, until the next clean. */
final class Folders {

  private Folders() {}

  static Path create() throws IOException {
    var parent = Files.createDirectories(Path.of("target", "bench").toAbsolutePath());
    return Files.createTempDirectory(parent, "");
  }
}
