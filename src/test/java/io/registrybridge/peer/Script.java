package io.registrybridge.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A script of {@code src/test/peers}, run to its end. */
final class Script {

  private Script() {}

  /** Throws when the script fails, with all that it said. */
  static void run(String name, Object... arguments) {
    try {
      var process = new ProcessBuilder(command(name, arguments)).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      var code = process.waitFor();
      if (code != 0) {
        throw new IllegalStateException(name + " exited with " + code + ": " + said.strip());
      }
    } catch (IOException e) {
      throw new IllegalStateException(name + " could not be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(name + " was interrupted", e);
    }
  }

  private static List<String> command(String name, Object... arguments) {
    var command = new ArrayList<String>();
    command.add(Peers.SCRIPTS.resolve(name).toString());
    for (var argument : arguments) {
      command.add(argument.toString());
    }
    return command;
  }
}
