package io.registrybridge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a bridge has written below a directory for one namespace, read while it may be writing.
 *
 * @param path the namespace's folder, which need not be there
 */
record MeshFolder(Path path) {

  /** That of namespace {@code mesh}. */
  static MeshFolder in(Path directory) {
    return new MeshFolder(directory.resolve("mesh"));
  }

  /** The text of each file by its name, without the drafts. */
  SortedMap<String, String> files() {
    var files = new TreeMap<String, String>();
    try (var listing = Files.list(path)) {
      for (var file : listing.filter(one -> one.toString().endsWith(".yaml")).toList()) {
        text(file).ifPresent(text -> files.put(file.getFileName().toString(), text));
      }
    } catch (NoSuchFileException nothing) {
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  /** Empty if it went since it was listed. */
  private static Optional<String> text(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
  }
}
