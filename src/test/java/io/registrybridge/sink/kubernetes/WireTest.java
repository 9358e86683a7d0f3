package io.registrybridge.sink.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.registrybridge.mapping.NastyCatalogs;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.sink.Manifest;
import io.registrybridge.sink.ManifestReader;
import io.registrybridge.sink.NastyServices;
import io.registrybridge.sink.Parts;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

class WireTest {

  @ParameterizedTest
  @MethodSource("io.registrybridge.sink.NastyServices#seeds")
  void saysTheSameAsJsonAndAsYaml(long seed) {
    assertSaysTheSame(NastyServices.of("mesh", seed));
  }

  @ParameterizedTest
  @MethodSource("io.registrybridge.mapping.NastyCatalogs#seeds")
  void saysWhateverRegistriesSay(long seed) {
    assertThat(NastyCatalogs.of(seed).services()).allSatisfy(WireTest::assertSaysTheSame);
  }

  private static void assertSaysTheSame(MeshService service) {
    assertThat(Parts.all(service)).allSatisfy(WireTest::assertPartSaysTheSame);
  }

  private static void assertPartSaysTheSame(MeshService service) {
    var whole = Wire.whole(service, "ours", "7", null);

    var serialization = YamlSafe.serialization();
    var json = serialization.asJson(whole);
    var read = serialization.unmarshal(json, GenericKubernetesResource.class);

    assertThat(Wire.read(service.id().kind(), read).service()).contains(service);
    var settings = LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
    assertThat(ManifestReader.read(map(new Load(settings).loadFromString(json)), "7").service())
        .contains(service);
    assertThat(ManifestReader.read(Manifest.of(service, "ours"), "7").service()).contains(service);
  }

  private static Map<String, Object> map(Object tree) {
    return JsonMapper.shared().convertValue(tree, new TypeReference<>() {});
  }
}
