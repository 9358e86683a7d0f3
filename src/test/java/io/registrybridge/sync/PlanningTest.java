package io.registrybridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.plan.Actual;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Rules;
import io.registrybridge.sink.Current;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlanningTest {

  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Settings SETTINGS = withGrace(TestSettings.of("shop", "core"));

  private final ScriptedRegistry shop = new ScriptedRegistry("shop");
  private final ScriptedRegistry core = new ScriptedRegistry("core");
  private final MemorySink sink = new MemorySink("cluster");
  private final Planning planning = new Planning(sink, SETTINGS);
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  static IntStream seeds() {
    var seed = Integer.getInteger("seed");
    return seed == null ? IntStream.rangeClosed(1, 300) : IntStream.of(seed);
  }

  @Test
  void ofTheSameItMakesNoSecondPlan() {
    shop.lists("orders", "10.0.0.1").speaks();
    sink.apply(plan().plan());
    var first = plan();
    now = now.plusSeconds(30);

    assertThat(plan()).isSameAs(first);
  }

  @Test
  void whatChangedIsPlannedAnew() {
    shop.lists("orders", "10.0.0.1").speaks();
    core.speaks();
    sink.apply(plan().plan());
    assertThat(plan().plan().changes()).isEmpty();

    shop.lists("orders", "10.0.0.2").speaks();
    assertThat(plan().plan().changes()).hasSize(1);

    shop.fallsSilent();
    assertThat(plan().plan().heldBack()).hasSize(1);

    sink.empties();
    assertThat(plan().plan().heldBack()).isEmpty();
  }

  @Test
  void whatOnlyWaitsForTheTimeGoesWhenItIsOver() {
    shop.lists("orders", "10.0.0.1").speaks();
    core.speaks();
    sink.apply(plan().plan());
    shop.forgets("orders").speaks();
    sink.apply(plan().plan());

    now = now.plus(GRACE).minusMillis(1);
    assertThat(plan().plan().changes()).isEmpty();

    now = now.plusMillis(1);
    assertThat(plan().plan().changes()).singleElement().isInstanceOf(Change.Delete.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whoPlannedBeforePlansLikeOneWhoBegins(int seed) {
    var random = new Random(seed);
    for (var step = 0; step < 40; step++) {
      somethingHappens(random);

      var preview = plan();

      assertThat(preview).isEqualTo(new Planning(sink, SETTINGS).plan(actual(), word(), now));
      if (random.nextInt(4) > 0) {
        sink.apply(preview.plan());
      }
    }
  }

  private void somethingHappens(Random random) {
    var registry = random.nextBoolean() ? shop : core;
    var service = "service-" + random.nextInt(6);
    switch (random.nextInt(7)) {
      case 0 -> registry.lists(service, "10.0.0." + random.nextInt(4)).speaks();
      case 1 -> registry.lists(service, "10.0.0.1", "10.0.1." + random.nextInt(4)).speaks();
      case 2 -> registry.takesOut(service, "10.0.0.1").speaks();
      case 3 -> registry.forgets(service).speaks();
      case 4 -> registry.fallsSilent();
      case 5 -> now = now.plusSeconds(random.nextInt(15));
      default -> {
        // nothing
      }
    }
  }

  private Preview plan() {
    return planning.plan(actual(), word(), now);
  }

  private Actual actual() {
    return ((Current.Known) sink.current()).actual();
  }

  private Word word() {
    var readings = List.of(shop.latest().reading(), core.latest().reading());
    return Word.of(readings, Map.of(), Set.of("shop", "core"));
  }

  private static Settings withGrace(Settings settings) {
    var rules = settings.rules();
    var grace = Map.of("shop", GRACE, "core", Duration.ZERO);
    return new Settings(
        settings.mapping(),
        settings.limits(),
        new Rules(
            rules.owner(),
            rules.formerOwners(),
            rules.policy(),
            grace,
            rules.retired(),
            rules.allowance()),
        Map.of());
  }
}
