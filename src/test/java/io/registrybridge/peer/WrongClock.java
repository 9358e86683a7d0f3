package io.registrybridge.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Makes a process believe another time of day, by a library that it is started with. */
public final class WrongClock {

  private WrongClock() {}

  /**
   * What a process has in its environment whose clock is ahead of this one's.
   *
   * @param folder for the library, which a C compiler makes
   */
  public static Map<String, String> ahead(Duration time, Path folder) {
    var library = folder.resolve("clock.so");
    var source = Peers.SCRIPTS.resolve("clock.c");
    compile("cc", "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl");
    return Map.of("LD_PRELOAD", library.toString(), "CLOCK_AHEAD", Long.toString(time.toSeconds()));
  }

  private static void compile(String... command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("it needs a C compiler", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
