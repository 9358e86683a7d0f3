package io.registrybridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the Helm chart's examples say under {@code bridge} is what the bridge takes. */
class ChartExamplesTest {

  private static Mounts mounts;

  @BeforeAll
  static void mount(@TempDir Path folder) {
    mounts = new Mounts(folder);
  }

  static Stream<Path> examples() throws IOException {
    try (var files = Files.list(Path.of("helm", "istio-registry-bridge", "examples"))) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theBridgeTakesItsConfiguration(Path example) throws IOException {
    var text = mounts.in(Files.readString(example));

    var settings = Yaml.of(text).settings();

    assertThat(settings.properties().owner()).isEqualTo("prod-eu");
  }
}
