package io.registrybridge.sink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are a memory: whoever reads one, also after a power cut, finds a whole one. */
public final class AtomicFile {

  private AtomicFile() {}

  /**
   * Puts the text in its place at once: the old file is there or the new one, never a part.
   *
   * @param draft a name in the same directory that nothing else uses
   */
  public static void put(Path draft, Path place, byte[] text) throws IOException {
    try {
      write(draft, text);
      Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** On the disk before it gets its name: a name may else outlive a power cut, and its text not. */
  private static void write(Path draft, byte[] text) throws IOException {
    try (var file =
        FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (var rest = ByteBuffer.wrap(text); rest.hasRemaining(); ) {
        file.write(rest);
      }
      file.force(false);
    }
  }
}
