package io.registrybridge.sink.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.mapping.NastyCatalogs;
import io.registrybridge.mesh.Form;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.plan.Standing;
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
    assertGolden("nasty.yaml", text(NastyServices.of("mesh", 93).in(Form.INLINE)));
  }

  @Test
  void writesWorkloadEntriesBelowTheServiceEntryThatSelectsThem() throws IOException {
    var orders = Sample.service("mesh", "orders", "10.0.0.1", "fd00::2").in(Form.WORKLOADS);

    assertGolden("workloads.yaml", text(orders));
  }

  @ParameterizedTest
  @MethodSource("io.registrybridge.sink.NastyServices#seeds")
  void readsBackWhatItWrote(long seed) {
    readsBack(NastyServices.of("mesh", seed));
  }

  @ParameterizedTest
  @MethodSource("io.registrybridge.mapping.NastyCatalogs#seeds")
  void readsBackWhateverRegistriesSay(long seed) {
    assertThat(NastyCatalogs.of(seed).services()).allSatisfy(YamlTest::readsBack);
  }

  private static void readsBack(MeshService service) {
    var read = Yaml.read(Yaml.write(Manifest.all(service, "ours"))).orElseThrow();

    var manifests = read.stream().<Map<String, ?>>map(YamlTest::map).toList();
    assertThat(ManifestReader.all(manifests, "7").flatMap(Standing::service)).contains(service);
  }

  @ParameterizedTest
  @MethodSource("io.registrybridge.sink.NastyServices#seeds")
  void meansTheSameToParsersOfEitherVersionOfYaml(long seed) {
    var manifests = Manifest.all(NastyServices.of("mesh", seed), "ours");
    var text = new String(Yaml.write(manifests), UTF_8);

    Iterable<Object> readAsYaml11 = new org.yaml.snakeyaml.Yaml().loadAll(text);
    assertThat(readAsYaml11).containsExactlyElementsOf(manifests);
    assertThat(new Load(LoadSettings.builder().build()).loadAllFromString(text))
        .containsExactlyElementsOf(manifests);
  }

  @ParameterizedTest
  @MethodSource("io.registrybridge.sink.NastyServices#seeds")
  void neverThrowsForWhatIsNotYaml(long seed) {
    var random = new Random(seed);
    var text = Yaml.write(Manifest.all(NastyServices.of("mesh", seed), "ours"));
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
    return new String(Yaml.write(Manifest.all(service, "prod-eu")), UTF_8);
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
