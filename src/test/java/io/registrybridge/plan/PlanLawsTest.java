package io.registrybridge.plan;

import static io.registrybridge.plan.Meshes.after;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.Port;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for any plan; {@code -Dseed=N} repeats one. */
class PlanLawsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<String> REGISTRIES = List.of("shop", "core", "legacy");
  private static final List<Integer> WEIGHTS = List.of(1, 1, 1, 2, 3, 100, 4286, 10_000);
  private static final Rules RULES =
      Meshes.rules(
          Policy.SYNC, Map.of("shop", Duration.ofMinutes(10), "core", Duration.ZERO), Set.of());

  static IntStream seeds() {
    var seed = Integer.getInteger("seed");
    return seed == null ? IntStream.rangeClosed(1, 300) : IntStream.of(seed);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatWasAppliedNeedsNoSecondPlan(int seed) {
    var world = new World(seed);
    var once = after(world.plan(), world.actual, "prod");
    var again = Meshes.plan(once, world.desired, world.gaps, RULES, NOW);
    assertThat(again.changes()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void othersResourcesAreNeverTouched(int seed) {
    var world = new World(seed);
    assertThat(world.plan().changes())
        .noneMatch(
            change ->
                Optional.ofNullable(world.actual.resources().get(change.id()))
                    .filter(standing -> !RULES.own(standing))
                    .isPresent());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatCameFromAGapStays(int seed) {
    var world = new World(seed);
    var later = after(world.plan(), world.actual, "prod");
    var gaps = new Gaps(world.gaps, RULES);
    for (var standing : world.actual.own(RULES).toList()) {
      var service = standing.service().orElseThrow();
      for (var origin : service.origins()) {
        if (gaps.over(origin).isPresent()) {
          assertThat(later.resources()).containsKey(standing.id());
          var stays = requireNonNull(later.resources().get(standing.id()));
          assertThat(addresses(stays, origin)).containsAll(addresses(standing, origin));
        }
      }
    }
  }

  private static List<String> addresses(Standing standing, Origin origin) {
    return standing.service().orElseThrow().spec().endpoints().stream()
        .filter(endpoint -> endpoint.from(origin))
        .map(Endpoint::address)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theOrderOfWhatGoesInDoesNotMatter(int seed) {
    var world = new World(seed);
    var shuffled = new ArrayList<>(world.desired);
    Collections.shuffle(shuffled, new Random(seed));
    var gaps = new ArrayList<>(world.gaps);
    Collections.reverse(gaps);
    assertThat(Meshes.plan(world.actual, shuffled, gaps, RULES, NOW).changes())
        .isEqualTo(world.plan().changes());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void onlySyncTakesAnythingAway(int seed) {
    var world = new World(seed);
    for (var policy : List.of(Policy.UPSERT_ONLY, Policy.CREATE_ONLY)) {
      var rules = Meshes.rules(policy, RULES.emptyGrace(), Set.of("legacy"));
      var plan = Meshes.plan(world.actual, List.of(), List.of(), rules, NOW);
      assertThat(plan.changes()).allSatisfy(PlanLawsTest::takesNothingAway);
    }
  }

  private static void takesNothingAway(Change change) {
    assertThat(change)
        .as("at most the owner changes")
        .isInstanceOfSatisfying(
            Change.Update.class,
            update -> assertThat(update.before().service()).contains(update.service()));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyEndpointMapsOnlyPortsThatItsServiceHas(int seed) {
    var world = new World(seed);
    for (var standing : after(world.plan(), world.actual, "prod").own(RULES).toList()) {
      var spec = standing.service().orElseThrow().spec();
      var names = spec.ports().stream().map(Port::name).toList();
      assertThat(names).doesNotHaveDuplicates();
      assertThat(spec.ports().stream().map(Port::number)).doesNotHaveDuplicates();
      assertThat(spec.endpoints())
          .allSatisfy(endpoint -> assertThat(names).containsAll(endpoint.ports().keySet()));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatEveryRegistrySpokeOfComesTrue(int seed) {
    var world = new World(seed);
    var rules = Meshes.rules(Policy.SYNC, RULES.emptyGrace(), Set.of("legacy"));
    var plan = Meshes.plan(world.actual, world.desired, List.of(), rules, NOW);
    var later = after(plan, world.actual, "prod");
    for (var desired : world.desired) {
      var standing = later.resources().get(desired.id());
      if (standing != null && RULES.own(standing)) {
        assertThat(standing.service().orElseThrow().spec().endpoints())
            .isEqualTo(desired.spec().endpoints());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatAFormerOwnerLeftIsOursAfterOnePassAndNothingElseIs(int seed) {
    var world = new World(seed);
    var later = after(world.plan(), world.actual, "prod");
    for (var standing : world.actual.resources().values()) {
      var owner = Optional.ofNullable(later.resources().get(standing.id())).map(Standing::owner);
      assertThat(owner)
          .isIn(Optional.empty(), Optional.of(standing.owner().equals("other") ? "other" : "prod"));
    }
  }

  /** A random sink, and registries that want something else of it. */
  private static final class World {

    private final Random random;
    private final Actual actual;
    private final List<MeshService> desired;
    private final List<Gap> gaps;

    World(int seed) {
      random = new Random(seed);
      actual =
          Actual.of(
              IntStream.range(0, random.nextInt(8))
                  .mapToObj(number -> Meshes.standing(service(number, REGISTRIES), owner()))
                  .toList());
      desired =
          IntStream.range(0, 8)
              .filter(number -> random.nextInt(3) > 0)
              .mapToObj(number -> service(number, List.of("shop", "core")))
              .map(service -> service.emptySince().isPresent() ? unmarked(service) : service)
              .toList();
      gaps = Stream.generate(this::gap).limit(random.nextInt(3)).toList();
    }

    Plan plan() {
      return Meshes.plan(actual, desired, gaps, RULES, NOW);
    }

    private static MeshService unmarked(MeshService service) {
      return MeshService.of(service.id(), service.origins(), service.spec());
    }

    private String owner() {
      return List.of("prod", "prod", "former", "other").get(random.nextInt(4));
    }

    private Gap gap() {
      var registry = REGISTRIES.get(random.nextInt(2));
      return random.nextBoolean()
          ? Gap.over(registry, "silent", Optional.empty())
          : Gap.over(new Origin(registry, "", "S" + random.nextInt(8)), "silent", Optional.empty());
    }

    private MeshService service(int number, List<String> registries) {
      var from = new ArrayList<String>();
      registries.stream().filter(registry -> random.nextBoolean()).forEach(from::add);
      if (from.isEmpty()) {
        from.add(registries.get(0));
      }
      var ports = random.nextInt(4) == 0 ? ports("grpc", "tls") : ports("http", "https");
      var endpoints = endpoints(from, ports);
      var service = Meshes.service("s" + number, from, ports, endpoints.toArray(Endpoint[]::new));
      return service.emptySince(NOW.minus(Duration.ofMinutes(random.nextInt(20))));
    }

    private static List<Port> ports(String plain, String secure) {
      return List.of(new Port(plain, 80, "HTTP"), new Port(secure, 443, "HTTPS"));
    }

    private List<Endpoint> endpoints(List<String> from, List<Port> ports) {
      var endpoints = new ArrayList<Endpoint>();
      for (var last = 1; last <= random.nextInt(5); last++) {
        var named = new TreeMap<String, Integer>();
        named.put(ports.get(0).name(), 8080);
        if (random.nextBoolean()) {
          named.put(ports.get(1).name(), 8443);
        }
        var sources = from.stream().filter(registry -> random.nextBoolean()).toList();
        var endpoint =
            Meshes.endpoint(
                "10.0.0." + last,
                named,
                (sources.isEmpty() ? from : sources).toArray(String[]::new));
        endpoints.add(Meshes.weighing(WEIGHTS.get(random.nextInt(WEIGHTS.size())), endpoint));
      }
      return endpoints;
    }
  }
}
