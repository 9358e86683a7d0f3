package io.registrybridge.plan;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for any change of the configuration; {@code -Dseed=N} repeats one. */
class RestraintLawsTest {

  private static final List<String> REGISTRIES = List.of("shop", "core");

  static IntStream seeds() {
    return PlanLawsTest.seeds();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noLossByTheConfigurationPassesTheLimits(int seed) {
    var estate = changed(new Random(seed));
    for (var pass = 0; pass < 3; pass++) {
      var before = estate.actual;
      estate.pass();
      for (var registry : REGISTRIES) {
        var standing = served(before, registry);
        var lost = lost(before, estate.actual, registry).size();
        assertThat(estate.rules.allowance().exceeded(standing.size(), lost)).isFalse();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aReleaseLetsExactlyTheHeldGo(int seed) {
    var random = new Random(seed);
    var estate = changed(random);
    estate.pass();
    estate.pass(); // what is replaced goes when its successor stands
    var held = new TreeSet<>(estate.held());
    var released = REGISTRIES.get(random.nextInt(2));
    estate.restraint = estate.restraint.released(released);
    var before = estate.actual;
    estate.pass();
    var expected = held.stream().filter(name -> name.startsWith(released)).collect(toSet());
    var gone =
        REGISTRIES.stream()
            .flatMap(registry -> lost(before, estate.actual, registry).stream())
            .map(origin -> origin.service().toLowerCase(Locale.ROOT))
            .collect(toSet());
    assertThat(gone).isEqualTo(expected);
    held.removeAll(expected);
    assertThat(new TreeSet<>(estate.held())).isEqualTo(held);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aBridgeThatWasRestartedHoldsTheSame(int seed) {
    var estate = changed(new Random(seed));
    estate.pass();
    estate.pass();
    var held = estate.held();
    estate.restraint = Restraint.none();
    assertThat(estate.pass().changes()).isEmpty();
    assertThat(estate.held()).isEqualTo(held);
  }

  private static Estate changed(Random random) {
    var estate = Estate.of("shop", 1 + random.nextInt(50)).with("core", 0, random.nextInt(20));
    var share = random.nextDouble();
    for (var service : List.copyOf(estate.called)) {
      var registry = service.origins().get(0).registry();
      var number = Integer.parseInt(service.id().name().substring(registry.length()));
      if (random.nextDouble() < share) {
        switch (random.nextInt(3)) {
          case 0 -> estate.rename(registry, number);
          case 1 -> estate.leaveOut(registry, number);
          default -> estate.starve(registry, number);
        }
      }
    }
    return estate;
  }

  /** Services that lost endpoints somewhere. */
  private static Set<Origin> lost(Actual before, Actual after, String registry) {
    return before.resources().values().stream()
        .filter(standing -> serves(before, standing.id()) && !serves(after, standing.id()))
        .flatMap(standing -> standing.service().orElseThrow().origins().stream())
        .filter(origin -> origin.registry().equals(registry))
        .collect(toSet());
  }

  private static Set<Origin> served(Actual actual, String registry) {
    return actual.resources().values().stream()
        .flatMap(standing -> standing.service().orElseThrow().origins().stream())
        .filter(origin -> origin.registry().equals(registry))
        .collect(toSet());
  }

  private static boolean serves(Actual actual, ResourceId id) {
    var standing = actual.resources().get(id);
    return standing != null && !standing.service().orElseThrow().spec().endpoints().isEmpty();
  }
}
