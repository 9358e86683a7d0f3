package io.registrybridge.peer;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;

/**
 * Stops the processes of one folder when it is closed, or when this JVM is gone, however it went.
 *
 * <p>It is a shell that waits for the end of its input. The other end of that pipe belongs to the
 * JVM, and the kernel closes it even for a JVM that was killed.
 */
final class Guard implements AutoCloseable {

  // A Ctrl-C reaches the whole foreground group, and would take the guard before its work is done.
  private static final String WAIT_THEN_STOP =
      "trap '' INT TERM HUP; cat > /dev/null; \"$1\" \"$2\"; rm -rf \"$2/etcd\" \"$2/consul\" \"$2/nacos\"";

  private final Process shell;

  private Guard(Process shell) {
    this.shell = shell;
  }

  static Guard over(Path folder) throws IOException {
    var stop = Peers.SCRIPTS.resolve("stop").toString();
    return new Guard(
        new ProcessBuilder("bash", "-c", WAIT_THEN_STOP, "guard", stop, folder.toString())
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start());
  }

  /** Returns when the processes are gone. */
  @Override
  public void close() {
    try {
      shell.getOutputStream().close();
      shell.waitFor();
    } catch (IOException e) {
      throw new IllegalStateException("the guard's input could not be closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
