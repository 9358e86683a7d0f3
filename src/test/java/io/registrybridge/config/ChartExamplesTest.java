package io.registrybridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.peer.Authority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the Helm chart's examples say under {@code bridge} is what the bridge takes. */
class ChartExamplesTest {

  private static final Pattern MOUNTED = Pattern.compile("/etc/bridge/\\w+/[\\w.]+");

  @TempDir private Path folder;

  static Stream<Path> examples() throws IOException {
    try (var files = Files.list(Path.of("helm", "istio-registry-bridge", "examples"))) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theBridgeTakesItsConfiguration(Path example) throws IOException {
    var text = Files.readString(example);
    var holder = Authority.in(folder, "ours").issue("bridge", "dns:localhost");
    for (var file : MOUNTED.matcher(text).results().map(found -> found.group()).toList()) {
      mount(file, holder);
    }

    var settings = Yaml.of(text.replace("/etc/bridge", folder.toString())).settings();

    assertThat(settings.properties().owner()).isEqualTo("prod-eu");
  }

  private void mount(String file, Authority.Holder holder) throws IOException {
    var content =
        file.endsWith(".key")
            ? Files.readString(holder.key())
            : file.endsWith(".crt") ? Files.readString(holder.certificate()) : "secret";
    var path = folder.resolve(file.substring("/etc/bridge/".length()));
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}
