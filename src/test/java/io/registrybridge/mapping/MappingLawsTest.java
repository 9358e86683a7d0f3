package io.registrybridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.mesh.IpAddress;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.Refusal;
import io.registrybridge.mesh.ResourceId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for whatever a registry says; {@code -Dseed=N} repeats one. */
class MappingLawsTest {

  private static final int SERVICES = 40;

  @ParameterizedTest
  @MethodSource("io.registrybridge.mapping.NastyCatalogs#seeds")
  void whateverIsRegisteredGivesLegalAndDistinctResources(long seed) {
    var services = map(NastyCatalogs.of(seed, SERVICES), Map.of());
    assertThat(services).extracting(MeshService::id).doesNotHaveDuplicates();
    assertThat(services).allSatisfy(MappingLawsTest::legal);
  }

  private static void legal(MeshService service) {
    assertThat(Refusal.of(service)).isEmpty();
    assertThat(Hosts.refused(service.spec().host())).isEmpty();
    assertThat(service.id().name()).isEqualTo(service.spec().host());
    var names = service.spec().ports().stream().map(port -> port.name()).toList();
    assertThat(names)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z0-9]([-a-z0-9]{0,60}[a-z0-9])?"));
    assertThat(service.spec().ports()).extracting(port -> port.number()).doesNotHaveDuplicates();
    assertThat(service.spec().endpoints())
        .allSatisfy(
            endpoint -> {
              assertThat(Hosts.refused(endpoint.address()).isEmpty())
                  .isNotEqualTo(IpAddress.parse(endpoint.address()).isPresent());
              assertThat(names).containsAll(endpoint.ports().keySet());
              assertThat(endpoint.ports()).isNotEmpty();
              assertThat(endpoint.weight()).isBetween(1, 10_000);
              assertThat(endpoint.labels().values())
                  .allMatch(
                      value -> value.matches("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?"));
            });
    assertThat(service.spec().endpoints())
        .extracting(endpoint -> endpoint.place())
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("io.registrybridge.mapping.NastyCatalogs#seeds")
  void neitherTheOrderNorWhatTheMapperRemembersMatters(long seed) {
    var nasty = NastyCatalogs.of(seed, SERVICES);
    var mapper = new Mapper(nasty.rulesByRegistry());
    mapper.map(NastyCatalogs.of(seed + 1, SERVICES).catalogs(), Map.of());
    var shuffled = nasty.catalogs().stream().map(one -> shuffled(one, seed)).toList();
    assertThat(services(mapper.map(shuffled, Map.of()))).isEqualTo(map(nasty, Map.of()));
  }

  @ParameterizedTest
  @MethodSource("io.registrybridge.mapping.NastyCatalogs#seeds")
  void aServiceKeepsItsHostWhateverElseComesAndGoes(long seed) {
    var nasty = NastyCatalogs.of(seed, SERVICES);
    var before = map(nasty, Map.of());
    var holders = new HashMap<ResourceId, List<Origin>>();
    before.forEach(service -> holders.put(service.id(), service.origins()));
    var random = new Random(seed);
    var less = nasty.catalogs().stream().map(one -> less(one, random)).toList();
    for (var service : services(new Mapper(nasty.rulesByRegistry()).map(less, holders))) {
      assertThat(before)
          .anySatisfy(
              one -> {
                assertThat(one.id()).isEqualTo(service.id());
                assertThat(one.origins()).containsAll(service.origins());
              });
    }
  }

  private static List<MeshService> map(NastyCatalogs nasty, Map<ResourceId, List<Origin>> holders) {
    return services(new Mapper(nasty.rulesByRegistry()).map(nasty.catalogs(), holders));
  }

  private static List<MeshService> services(Mapped mapped) {
    return List.copyOf(mapped.services().values());
  }

  private static Catalog shuffled(Catalog catalog, long seed) {
    var services = new ArrayList<>(catalog.services().values());
    Collections.shuffle(services, new Random(seed));
    return Catalog.of(services, List.of());
  }

  private static Catalog less(Catalog catalog, Random random) {
    return Catalog.of(
        catalog.services().values().stream().filter(one -> random.nextBoolean()).toList(),
        List.of());
  }
}
