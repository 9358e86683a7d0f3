package io.registrybridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for whatever a registry says; {@code -Dseed=N} repeats one. */
class MappingLawsTest {

  /** Text as somebody with a grudge would register it. */
  private static final List<String> NASTY =
      List.of(
          "",
          " ",
          ".",
          "-",
          "_",
          "a",
          "A",
          "a.b",
          "a-b",
          "a_b",
          "a b",
          "svc",
          "x.svc.cluster.local",
          "localhost",
          "*",
          "*.com",
          "../../etc/passwd",
          "{service}",
          "$1",
          "\\",
          "\u0000",
          "\n",
          "ä",
          "\u202e",
          "𝒳",
          "0",
          "1.2.3.4",
          "999",
          "10.0.0.1",
          "10.0.0.1:80",
          "::1",
          "fe80::1%eth0",
          "2001:db8::1",
          "a".repeat(300),
          "-".repeat(300),
          "true",
          "null",
          "istio.io/x");

  static IntStream seeds() {
    var seed = Integer.getInteger("seed");
    return seed == null ? IntStream.rangeClosed(1, 300) : IntStream.of(seed);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverIsRegisteredGivesLegalAndDistinctResources(int seed) {
    var random = new Random(seed);
    var services = map(random, catalog(random), Map.of());
    assertThat(services).extracting(MeshService::id).doesNotHaveDuplicates();
    assertThat(services).allSatisfy(MappingLawsTest::legal);
  }

  private static void legal(MeshService service) {
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
              assertThat(Addresses.parse(endpoint.address())).isPresent();
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
  @MethodSource("seeds")
  void neitherTheOrderNorWhatTheMapperRemembersMatters(int seed) {
    var catalog = catalog(new Random(seed));
    var shuffled = new ArrayList<>(catalog);
    Collections.shuffle(shuffled, new Random(seed));
    var mapper = new Mapper(rules(new Random(seed)));
    mapper.map(List.of(Catalog.of(catalog(new Random(seed + 1)), List.of())), Map.of());
    var mapped = mapper.map(List.of(Catalog.of(shuffled, List.of())), Map.of());
    assertThat(List.copyOf(mapped.services().values()))
        .isEqualTo(map(new Random(seed), catalog, Map.of()));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aServiceKeepsItsHostWhateverElseComesAndGoes(int seed) {
    var random = new Random(seed);
    var catalog = catalog(random);
    var before = map(new Random(seed), catalog, Map.of());
    var holders = new HashMap<ResourceId, List<Origin>>();
    before.forEach(service -> holders.put(service.id(), service.origins()));
    var less = catalog.stream().filter(service -> random.nextBoolean()).toList();
    var after = map(new Random(seed), less, holders);
    for (var service : after) {
      assertThat(before)
          .anySatisfy(
              one -> {
                assertThat(one.id()).isEqualTo(service.id());
                assertThat(one.origins()).containsAll(service.origins());
              });
    }
  }

  private static List<MeshService> map(
      Random random, List<Service> catalog, Map<ResourceId, List<Origin>> holders) {
    return List.copyOf(
        new Mapper(rules(random))
            .map(List.of(Catalog.of(catalog, List.of())), holders)
            .services()
            .values());
  }

  private static Map<String, MappingRules> rules(Random random) {
    var rules = new RulesBuilder();
    rules.instancePorts = random.nextBoolean();
    rules.overrides = Set.of(Settable.values());
    rules.excludeMetadata = List.of("mesh=x*");
    rules.draining = random.nextBoolean() ? Draining.LABEL : Draining.OMIT;
    rules.labels = Map.of("version", "version", "zone", "zone");
    rules.host = random.nextBoolean() ? "{service}.{partition}.mesh" : "{service}.mesh";
    rules.forms = new Forms(random.nextBoolean(), Map.of());
    var shop = rules.build();
    rules.forms = new Forms(random.nextBoolean(), Map.of());
    return Map.of("shop", shop, "core", rules.build());
  }

  private static List<Service> catalog(Random random) {
    var services = new HashMap<ServiceKey, Service>();
    for (var count = 0; count < 40; count++) {
      var registry = random.nextBoolean() ? "shop" : "core";
      var partition = random.nextInt(3) == 0 ? text(random) : "";
      var key = new ServiceKey(registry, partition, text(random));
      var instances =
          IntStream.range(0, random.nextInt(4)).mapToObj(number -> instance(random)).toList();
      services.put(key, Service.of(key, instances));
    }
    return new ArrayList<>(services.values());
  }

  private static Instance instance(Random random) {
    var ports = new TreeMap<String, Integer>();
    for (var role : List.of("primary", "secure", text(random))) {
      if (random.nextBoolean()) {
        ports.put(role, random.nextInt(70_000) - 1000);
      }
    }
    var metadata = new TreeMap<String, String>();
    for (var key :
        List.of(
            "version",
            "zone",
            "protocol",
            "protocol.secure",
            "weight",
            "locality",
            "port",
            "mesh")) {
      if (random.nextBoolean()) {
        metadata.put(key, text(random));
      }
    }
    var address = random.nextBoolean() ? "10.0.0." + random.nextInt(300) : text(random);
    return new Instance(
        text(random),
        address,
        ports,
        List.of(Status.UP, Status.OUT, Status.FAILED).get(random.nextInt(3)),
        random.nextInt(4) == 0 ? random.nextGaussian() * 1e3 : 1,
        text(random),
        metadata);
  }

  private static String text(Random random) {
    var one = NASTY.get(random.nextInt(NASTY.size()));
    return random.nextInt(4) == 0 ? one + NASTY.get(random.nextInt(NASTY.size())) : one;
  }
}
