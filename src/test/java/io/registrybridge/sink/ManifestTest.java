package io.registrybridge.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.registrybridge.mesh.MeshService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {

  private static final List<@Nullable Object> ODDITIES =
      Arrays.asList(
          null,
          "",
          "x",
          0,
          -1,
          1.5,
          1L << 40,
          true,
          List.of(),
          Map.of(),
          List.of(1, "a"),
          Map.of("a", Map.of()),
          "[null]",
          "null",
          "[{}]",
          "{",
          "2026-13-01T00:00:00Z");

  @ParameterizedTest
  @MethodSource("io.registrybridge.sink.NastyServices#seeds")
  void readsBackWhatItWrote(long seed) {
    var service = NastyServices.of("mesh", seed);

    var standing = ManifestReader.all(read(service), "7").orElseThrow();

    assertThat(standing.service()).contains(service);
    assertThat(standing.id()).isEqualTo(service.id());
    assertThat(standing.owner()).isEqualTo("ours");
    assertThat(standing.hosts()).containsExactly(service.spec().host());
    assertThat(standing.version()).isEqualTo("7");
  }

  @ParameterizedTest
  @MethodSource("io.registrybridge.sink.NastyServices#seeds")
  void writesNothingThatIsEmpty(long seed) {
    assertThat(leaves(Manifest.all(NastyServices.of("mesh", seed), "ours")))
        .doesNotContain("", 0, List.of(), Map.of());
  }

  @ParameterizedTest
  @MethodSource("io.registrybridge.sink.NastyServices#seeds")
  void neverThrowsForWhatSomebodyEdited(long seed) {
    var random = new Random(seed);
    var manifests = Manifest.all(NastyServices.of("mesh", seed), "ours");

    for (var edit = 0; edit < 20; edit++) {
      var edited = edited(manifests.get(random.nextInt(manifests.size())), random);
      var others = Stream.concat(Stream.of(map(edited)), manifests.stream());
      assertThatCode(() -> ManifestReader.all(others.<Map<String, ?>>map(it -> it).toList(), "7"))
          .doesNotThrowAnyException();
      assertThatCode(() -> ManifestReader.read(map(edited), "7"))
          .as(String.valueOf(edited))
          .doesNotThrowAnyException();
    }
  }

  private static List<Map<String, ?>> read(MeshService service) {
    return List.copyOf(Manifest.all(service, "ours"));
  }

  @Test
  void takesANumberThatIsNoneForUnreadable() {
    var service = Sample.service("mesh", "orders", "10.0.0.1");
    var manifest = Manifest.of(service, "ours");
    var spec = map(manifest.get("spec"));

    for (var number : List.of("80", 80.0, (1L << 32) + 80)) {
      spec.put("ports", List.of(Map.of("name", "http", "number", number, "protocol", "HTTP")));
      assertThat(ManifestReader.read(manifest, "7").service()).as("port " + number).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[null]",
        "{}",
        "[{\"registry\":\"shop\"}]",
        "[{\"registry\":\"shop\",\"partition\":null,\"service\":\"ORDERS\"}]"
      })
  void takesAnOriginThatSaysTooLittleForUnreadable(String origin) {
    var manifest = Manifest.of(Sample.service("mesh", "orders", "10.0.0.1"), "ours");
    map(map(manifest.get("metadata")).get("annotations")).put("registrybridge.io/origin", origin);

    assertThat(ManifestReader.read(manifest, "7").service()).isEmpty();
  }

  @Test
  void doesNotTakeAnothersManifestForABridges() {
    var manifest = Manifest.of(Sample.service("mesh", "orders", "10.0.0.1"), "ours");
    map(map(manifest.get("metadata")).get("labels")).remove("app.kubernetes.io/managed-by");

    var standing = ManifestReader.read(manifest, "7");

    assertThat(standing.owner()).isEmpty();
    assertThat(standing.service()).isEqualTo(Optional.empty());
    assertThat(standing.hosts()).containsExactly("orders.shop.mesh");
  }

  /** The tree with one of its nodes replaced or removed. */
  private static @Nullable Object edited(@Nullable Object tree, Random random) {
    if (tree instanceof Map<?, ?> map && !map.isEmpty() && random.nextInt(6) > 0) {
      var copy = new LinkedHashMap<@Nullable Object, @Nullable Object>(map);
      var key = List.copyOf(map.keySet()).get(random.nextInt(map.size()));
      copy.put(key, edited(map.get(key), random));
      return copy;
    }
    if (tree instanceof List<?> list && !list.isEmpty() && random.nextInt(6) > 0) {
      var copy = new ArrayList<@Nullable Object>(list);
      var place = random.nextInt(list.size());
      copy.set(place, edited(list.get(place), random));
      return copy;
    }
    return ODDITIES.get(random.nextInt(ODDITIES.size()));
  }

  private static List<Object> leaves(Object tree) {
    if (tree instanceof Map<?, ?> map && !map.isEmpty()) {
      return map.values().stream().flatMap(below -> leaves(below).stream()).toList();
    }
    if (tree instanceof List<?> list && !list.isEmpty()) {
      return list.stream().flatMap(below -> leaves(below).stream()).toList();
    }
    return List.of(tree);
  }

  @SuppressWarnings("unchecked") // a manifest has no keys but strings
  private static Map<String, Object> map(@Nullable Object tree) {
    return tree instanceof Map<?, ?> map ? (Map<String, Object>) map : new LinkedHashMap<>();
  }
}
