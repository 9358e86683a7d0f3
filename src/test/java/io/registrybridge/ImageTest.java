package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the image is made by, as far as it can be tried without a builder of images. */
class ImageTest {

  private static final Path IMAGE = Path.of("src/image");

  @TempDir private Path folder;

  @Test
  void theStartThatTheArchiveIsMadeByEndsWellAndTouchesNothing() throws Exception {
    var output = folder.resolve("output").toFile();
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        List.of(
            java,
            "-Dspring.context.exit=onRefresh",
            "-Dkubernetes.master=https://cluster.invalid",
            "-cp",
            System.getProperty("java.class.path"),
            BridgeApplication.class.getName(),
            "--spring.config.location=classpath:/,file:" + IMAGE.resolve("training.yaml"));
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(output.toPath())).isZero();
      assertThat(output).content().doesNotContain("WARN", "localhost:8500", "localhost:8761");
      assertThat(Path.of("/tmp/training")).doesNotExist();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void itStartsTheBridge() throws IOException {
    assertThat(IMAGE.resolve("Dockerfile"))
        .content()
        .contains("\"" + BridgeApplication.class.getName() + "\"]");
  }
}
