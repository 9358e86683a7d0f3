package io.registrybridge.sink.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;
import java.util.Optional;

/** Says in words what the JDK says by the type of an exception. */
final class Trouble {

  private static final Map<Class<?>, String> WORDS =
      Map.of(
          NoSuchFileException.class, "does not exist",
          AccessDeniedException.class, "may not be accessed",
          NotDirectoryException.class, "is not a directory",
          FileAlreadyExistsException.class, "stands in the way");

  private Trouble() {}

  /** A sentence that names the file. */
  static String of(IOException e) {
    if (e instanceof FileSystemException about) {
      var words = Optional.ofNullable(WORDS.get(e.getClass()));
      return about.getFile() + " " + words.orElseGet(() -> "failed: " + about.getReason());
    }
    return String.valueOf(e.getMessage());
  }
}
