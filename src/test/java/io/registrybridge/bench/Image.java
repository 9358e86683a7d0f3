package io.registrybridge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.util.FileSystemUtils;

/**
 * The packaged bridge, laid out and trained as {@code src/image/Dockerfile} does it, and started
 * with what a JVM takes for itself in a container of 640 MiB, the Helm chart's limit: 45 % of it
 * for the heap, as the chart has it, and the serial collector.
 *
 * @param java of version 25
 * @param jar as it is packaged
 * @param heap in MiB, at most
 */
record Image(String java, Path jar, Path folder, int heap) {

  private static final String MAIN = "io.registrybridge.BridgeApplication";
  private static final Path TARGET = Path.of("target").toAbsolutePath();

  static Image build(Given given) throws IOException, InterruptedException {
    var image = new Image(launcher(), packaged(), TARGET.resolve("bench-image"), given.heap(288));
    FileSystemUtils.deleteRecursively(image.folder());
    image.extract();
    image.train();
    return image;
  }

  private static String launcher() {
    var home = Optional.ofNullable(System.getenv("JAVA25_HOME"));
    return Path.of(home.orElseGet(() -> System.getProperty("java.home")), "bin", "java").toString();
  }

  private static Path packaged() throws IOException {
    try (var jars = Files.newDirectoryStream(TARGET, "istio-registry-bridge-*.jar")) {
      for (var jar : jars) {
        return jar;
      }
    }
    throw new IllegalStateException("no jar in " + TARGET + "; ./mvnw package -DskipTests");
  }

  private void extract() throws IOException, InterruptedException {
    run("-Djarmode=tools", "-jar", jar.toString(), "extract", "--destination", folder.toString());
    Files.move(folder.resolve(jar.getFileName()), folder.resolve("bridge.jar"));
  }

  private void train() throws IOException, InterruptedException {
    var training = Path.of("src", "image", "training.yaml").toUri();
    run(
        "-XX:AOTCacheOutput=" + archive(),
        "-Dspring.context.exit=onRefresh",
        "-Dkubernetes.master=https://cluster.invalid",
        "-cp",
        folder.resolve("bridge.jar").toString(),
        MAIN,
        "--spring.config.location=classpath:/," + training);
  }

  private Path archive() {
    return folder.resolve("bridge.aot");
  }

  private void run(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(java));
    command.addAll(List.of(arguments));
    var log = Folders.create().resolve("log").toFile();
    var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": see " + log);
    }
  }

  /** How the image starts the bridge. */
  List<String> trained() {
    var bridge = folder.resolve("bridge.jar").toString();
    return command("-XX:AOTCache=" + archive(), "-cp", bridge, MAIN);
  }

  /** How it is started without an image. */
  List<String> plain() {
    return command("-jar", jar.toString());
  }

  private List<String> command(String... arguments) {
    var command = new ArrayList<>(List.of(java, "-Xms10m", "-Xmx" + heap + "m"));
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TrimNativeHeapInterval=10000"));
    command.addAll(List.of(arguments));
    return command;
  }

  /** The sizes of what is in it, in words. */
  String size() throws IOException {
    return "jar %.1f MB, archive %.1f MB"
        .formatted(Files.size(jar) / 1e6, Files.size(archive()) / 1e6);
  }
}
