package io.registrybridge.peer;

import static java.util.stream.Collectors.joining;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The binaries of the real peers on this machine. */
public final class Peers {

  private static final int FIRST_PORT = 20_000;
  private static final int PORT_COUNT = 12_000;

  /** Each program begins elsewhere, and gives none twice in a row. */
  private static final AtomicInteger PORTS = new AtomicInteger(new Random().nextInt(PORT_COUNT));

  /** The scripts that install, start and stop the peers; tests run in the project's root folder. */
  static final Path SCRIPTS = Path.of("src", "test", "peers").toAbsolutePath();

  private Peers() {}

  /**
   * Aborts the test that needs a peer which is not installed; with {@code CI=true} fails it, so
   * that no build server takes tests that never ran for tests that passed.
   */
  public static void require(String... names) {
    var missing =
        Stream.of(names).filter(name -> !Files.isExecutable(binary(name))).collect(joining(" "));
    if (missing.isEmpty()) {
      return;
    }
    absent(
        "not installed in %s: %s; run src/test/peers/install %s %s"
            .formatted(home().resolve("bin"), missing, home(), missing));
  }

  /** The first of these programs that is on the path; as with {@link #require} if there is none. */
  static Path program(String... names) {
    var folders = List.of(System.getenv("PATH").split(File.pathSeparator));
    return Stream.of(names)
        .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseGet(() -> absent("not on the path: any of %s".formatted(String.join(", ", names))));
  }

  private static Path absent(String message) {
    if ("true".equals(System.getenv("CI"))) {
      return Assertions.fail(message);
    }
    // Surefire says nothing of a class that was aborted before its first test.
    System.out.println("Skipped: " + message);
    return Assumptions.abort(message);
  }

  /** Where the binary of a peer is, or would be. */
  public static Path binary(String name) {
    return home().resolve("bin").resolve(name);
  }

  /** A new folder for a peer, under {@code target} so that its logs are there until a clean. */
  public static Path newFolder(String peer) {
    try {
      var parent = Files.createDirectories(Path.of("target", "peers").toAbsolutePath());
      return Files.createTempDirectory(parent, peer + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A port of loopback that nobody listens at just now. It is none of those that the system gives
   * to outgoing connections, one of which might else have it before it is listened at.
   */
  public static int freePort() {
    return IntStream.generate(Peers::nextPort).filter(Peers::isFree).findFirst().orElseThrow();
  }

  private static int nextPort() {
    return FIRST_PORT + Math.floorMod(PORTS.getAndIncrement(), PORT_COUNT);
  }

  /** Whether nobody listens at a port of loopback just now. */
  static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static Path home() {
    return Optional.ofNullable(System.getenv("PEERS_HOME"))
        .filter(home -> !home.isBlank())
        .map(Path::of)
        .orElse(Path.of(System.getProperty("user.home"), ".cache", "registry-bridge", "peers"));
  }
}
