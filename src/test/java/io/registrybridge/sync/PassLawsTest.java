package io.registrybridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.guard.Limits;
import io.registrybridge.mapping.AddressPool;
import io.registrybridge.mapping.Addresses;
import io.registrybridge.mapping.Census;
import io.registrybridge.mapping.Draining;
import io.registrybridge.mapping.Forms;
import io.registrybridge.mapping.HostPattern;
import io.registrybridge.mapping.Mapped;
import io.registrybridge.mapping.Mapper;
import io.registrybridge.mapping.MappingRules;
import io.registrybridge.mapping.MetadataFilter;
import io.registrybridge.mapping.Names;
import io.registrybridge.mapping.Protocol;
import io.registrybridge.mapping.Settable;
import io.registrybridge.mesh.Location;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.Resolution;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Actual;
import io.registrybridge.plan.Allowance;
import io.registrybridge.plan.Demand;
import io.registrybridge.plan.Plan;
import io.registrybridge.plan.Planner;
import io.registrybridge.plan.Policy;
import io.registrybridge.plan.Restraint;
import io.registrybridge.plan.Rules;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who ran on through whatever happened says the same as one who begins with what is there now;
 * {@code -Dseed=N} repeats one.
 */
class PassLawsTest {

  private static final int STEPS = 50;

  private static final List<String> PATTERNS =
      List.of("{service}.mesh", "{service}.mesh", "{service}.{partition}.mesh");
  private static final List<List<String>> FILTERS =
      List.of(List.of(), List.of(), List.of("or*"), List.of("x*"));
  private static final List<Set<Settable>> OVERRIDES =
      List.of(Set.of(), Set.of(), Set.of(Settable.HOST), Set.of(Settable.values()));

  /** One of them has not enough for all. */
  private static final List<Optional<String>> POOLS =
      List.of(Optional.empty(), Optional.of("240.241.0.0/24"), Optional.of("240.241.0.0/29"));

  static IntStream seeds() {
    var seed = Integer.getInteger("seed");
    return seed == null ? IntStream.rangeClosed(1, 300) : IntStream.of(seed);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whoRanOnSaysWhatOneSaysWhoBegins(int seed) {
    var random = new Random(seed);
    var unrest = new Unrest(random);
    // What stands when a configuration comes into force was written by others.
    for (var configuration = 0; configuration < 3; configuration++) {
      var veteran = new Veteran(settings(random));
      for (var step = 0; step < STEPS / 3; step++) {
        for (var count = random.nextInt(4); count >= 0; count--) {
          unrest.somethingHappens();
        }
        veteran.agreesWithOneWhoBegins(unrest);
      }
    }
  }

  /** Who ran on. */
  private static final class Veteran {

    private final Settings settings;
    private final Mapper mapper;
    private final Planner planner;
    private final Census census;
    private Restraint restraint = Restraint.none();

    Veteran(Settings settings) {
      this.settings = settings;
      this.mapper = new Mapper(settings.mapping());
      this.planner = new Planner(settings.rules());
      this.census = new Census(settings.mapping());
    }

    void agreesWithOneWhoBegins(Unrest unrest) {
      var actual = unrest.actual();
      var mapped = mapper.map(unrest.catalogs(), holders(actual), addresses(actual));
      var fresh = new Mapper(settings.mapping());
      assertThat(mapped)
          .isEqualTo(fresh.map(unrest.catalogs(), holders(actual), addresses(actual)));
      counts(unrest);

      var demand = demand(mapped, unrest);
      restraint = restraint.after(actual, demand, settings.rules(), unrest.now);
      var plan = planner.plan(actual, demand, restraint, unrest.now);
      assertThat(plan)
          .isEqualTo(Plan.between(actual, demand, restraint, settings.rules(), unrest.now));
      unrest.apply(plan);
      if (unrest.seldom()) {
        restraint = restraint.released("shop");
      }
    }

    private static Demand demand(Mapped mapped, Unrest unrest) {
      return new Demand(mapped.services(), mapped.displaced(), mapped.starved(), unrest.gaps());
    }

    private Map<ResourceId, List<Origin>> holders(Actual actual) {
      var holders = new HashMap<ResourceId, List<Origin>>();
      actual
          .own(settings.rules())
          .forEach(one -> one.service().ifPresent(it -> holders.put(one.id(), it.origins())));
      return holders;
    }

    private static Map<ResourceId, List<String>> addresses(Actual actual) {
      var addresses = new HashMap<ResourceId, List<String>>();
      for (var one : actual.resources().values()) {
        one.service().ifPresent(it -> addresses.put(one.id(), it.spec().addresses()));
      }
      return addresses;
    }

    private void counts(Unrest unrest) {
      for (var registry : List.of("core", "shop")) {
        var catalog = unrest.catalog(registry);
        var count = census.count(registry, catalog, hidden -> false, true);
        var fresh = new Census(settings.mapping()).count(registry, catalog, hidden -> false, true);
        assertThat(count.all()).isEqualTo(fresh.all()).isEqualTo(count.excusing(address -> true));
        assertThat(count.excusing(address -> address.endsWith("1")))
            .isEqualTo(fresh.excusing(address -> address.endsWith("1")));
        assertThat(count.uncalled()).isEqualTo(fresh.uncalled());
      }
    }
  }

  private static Settings settings(Random random) {
    var grace = new HashMap<>(Map.of("core", Duration.ZERO, "shop", Duration.ofMinutes(2)));
    var mapping = new HashMap<String, MappingRules>();
    grace.keySet().forEach(registry -> mapping.put(registry, rules(random)));
    if (random.nextInt(6) == 0) {
      grace.remove("core"); // nobody reads it any more
      mapping.remove("core");
    }
    return new Settings(
        mapping,
        new Limits(0.3, 10, Duration.ofMinutes(10), Duration.ofSeconds(90)),
        new Rules(
            "prod",
            Set.of("staging"),
            pick(random, List.of(Policy.SYNC, Policy.SYNC, Policy.UPSERT_ONLY, Policy.CREATE_ONLY)),
            grace,
            random.nextBoolean() ? Set.of("gone") : Set.of(),
            new Allowance(0.3, random.nextInt(3))),
        Map.of());
  }

  private static MappingRules rules(Random random) {
    var byHand = new TreeMap<>(Map.of("bad", "x.svc.cluster.local"));
    if (random.nextBoolean()) {
      byHand.putAll(Map.of("orders", "united.mesh", "pay", "united.mesh", "stock", "or-ders.mesh"));
    }
    return new MappingRules(
        random.nextInt(4) == 0 ? "other" : "mesh",
        Set.of("mesh", "other"),
        HostPattern.parse(pick(random, PATTERNS)),
        byHand,
        Names.of(List.of("*"), pick(random, FILTERS)),
        MetadataFilter.of(List.of(), pick(random, List.of(List.of(), List.of("canary")))),
        Location.MESH_INTERNAL,
        List.of(),
        pick(random, List.of(Resolution.STATIC, Resolution.STATIC, Resolution.DNS)),
        Protocol.HTTP,
        new TreeMap<>(Map.of("primary", 80)),
        false,
        new TreeMap<>(),
        "",
        "",
        "",
        pick(random, List.of(Draining.OMIT, Draining.LABEL)),
        pick(random, OVERRIDES),
        new Forms(random.nextBoolean(), Map.of("orders", random.nextBoolean())),
        Addresses.of(List.of(), List.of()),
        pick(random, POOLS).map(AddressPool::parse));
  }

  private static <T> T pick(Random random, List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
