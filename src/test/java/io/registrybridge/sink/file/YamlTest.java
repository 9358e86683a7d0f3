package io.registrybridge.sink.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.mapping.NastyCatalogs;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.sink.Manifest;
import io.registrybridge.sink.ManifestReader;
import io.registrybridge.sink.NastyServices;
import io.registrybridge.sink.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class YamlTest {

  private static final Path GOLDEN = Path.of("src/test/resources/golden/manifest");

  @Test
  void looksAsAPersonWouldWriteIt() throws IOException {
    var orders = Sample.service("mesh", "orders", "10.0.0.1", "fd00::2", "2001:db8::3");

    assertGolden("orders.yaml", text(orders));
  }

  @Test
  void marksAServiceWithoutEndpoints() throws IOException {
    var empty = Sample.service("mesh", "orders").emptySince(Instant.parse("2026-01-02T03:04:05Z"));

    assertGolden("empty.yaml", text(empty));
  }

  @Test
  void quotesWhatWouldBeReadAsSomethingElse() throws IOException {
    assertGolden("nasty.yaml", text(NastyServices.of("mesh", 93)));
  }

  @ParameterizedTest
  @MethodSource("io.registrybridge.sink.NastyServices#seeds")
  void readsBackWhatItWrote(long seed) {
    var service = NastyServices.of("mesh", seed);

    var read = Yaml.read(Yaml.write(Manifest.of(service, "ours"))).orElseThrow();

    assertThat(read).hasSize(1);
    assertThat(ManifestReader.read(map(read.get(0)), "7").service()).contains(service);
  }

  @ParameterizedTest
  @MethodSource("io.registrybridge.mapping.NastyCatalogs#seeds")
  void readsBackWhateverRegistriesSay(long seed) {
    assertThat(NastyCatalogs.of(seed).services())
        .allSatisfy(
            service -> {
              var read = Yaml.read(Yaml.write(Manifest.of(service, "ours"))).orElseThrow();
              assertThat(ManifestReader.read(map(read.get(0)), "7").service()).contains(service);
            });
  }

  @ParameterizedTest
  @MethodSource("io.registrybridge.sink.NastyServices#seeds")
  void meansTheSameToParsersOfEitherVersionOfYaml(long seed) {
    var manifest = Manifest.of(NastyServices.of("mesh", seed), "ours");
    var text = new String(Yaml.write(manifest), UTF_8);

    Object readAsYaml11 = new org.yaml.snakeyaml.Yaml().load(text);
    assertThat(readAsYaml11).isEqualTo(manifest);
    assertThat(new Load(LoadSettings.builder().build()).loadFromString(text)).isEqualTo(manifest);
  }

  @ParameterizedTest
  @MethodSource("io.registrybridge.sink.NastyServices#seeds")
  void neverThrowsForWhatIsNotYaml(long seed) {
    var random = new Random(seed);
    var text = Yaml.write(Manifest.of(NastyServices.of("mesh", seed), "ours"));
    for (var edits = 0; edits < 3; edits++) {
      text[random.nextInt(text.length)] = (byte) random.nextInt(256);
    }

    assertThat(Sheet.standing(text, Optional.empty(), "7")).isNotNull();
  }

  @Test
  void readsEveryDocument() {
    var text = "---\na: 1\n---\n---\nb: 2\n".getBytes(UTF_8);

    assertThat(Yaml.read(text)).contains(List.of(Map.of("a", 1), Map.of("b", 2)));
  }

  private static String text(MeshService service) {
    return new String(Yaml.write(Manifest.of(service, "prod-eu")), UTF_8);
  }

  /** {@code -Dgolden=write} makes the file what it would have to be. */
  private static void assertGolden(String name, String text) throws IOException {
    var golden = GOLDEN.resolve(name);
    if ("write".equals(System.getProperty("golden"))) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, text);
    }
    assertThat(text).isEqualTo(Files.readString(golden));
  }

  @SuppressWarnings("unchecked") // YAML knows no keys but strings
  private static Map<String, ?> map(Object tree) {
    return (Map<String, ?>) tree;
  }
}
