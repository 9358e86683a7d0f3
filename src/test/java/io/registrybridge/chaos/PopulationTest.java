package io.registrybridge.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** By what the mesh is measured: that the measure finds what is wrong. */
class PopulationTest {

  private static final Seat SEAT = new Seat("shop", "ORDERS", "o1");
  private static final Place PLACE = new Place("orders.shop.mesh", "10.0.0.1");
  private static final Life UP = new Life("10.0.0.1", true);

  private final Population population = new Population();

  @Test
  void whoLivesAndIsKnownToItsRegistryMayNotBeTakenAway() {
    lives(UP);
    assertThat(population.wronglyLost(PLACE, later())).isTrue();
    assertThat(population.wronglyLost(PLACE, Instant.now())).as("just now it did not").isFalse();
  }

  @Test
  void whoIsDownOrMovedOrGoneMay() {
    lives(UP);
    lives(new Life("10.0.0.1", false));
    assertThat(population.wronglyLost(PLACE, later())).isFalse();
    lives(new Life("10.0.0.2", true));
    assertThat(population.wronglyLost(PLACE, later())).isFalse();
    population.remove(SEAT);
    assertThat(population.wronglyLost(new Place(PLACE.host(), "10.0.0.2"), later())).isFalse();
    assertThat(population.knew(PLACE)).isTrue();
    assertThat(population.knew(new Place(PLACE.host(), "10.0.0.3"))).isFalse();
  }

  @Test
  void ofWhomItsRegistryWasNotToldNothingIsCertain() {
    population.put(SEAT, UP);
    assertThat(population.wronglyLost(PLACE, later())).isFalse();
    population.told(SEAT, Optional.of(new Life("10.0.0.9", true)));
    assertThat(population.untoldIn("shop")).as("that was before").containsExactly(SEAT);
    population.told(SEAT, Optional.of(UP));
    assertThat(population.untoldIn("shop")).isEmpty();
  }

  @Test
  void aServiceOfWhichAllIsDownHasNoAddress() {
    lives(new Life("10.0.0.1", false));
    assertThat(population.hosts().get(PLACE.host())).isEmpty();
    lives(UP);
    assertThat(population.hosts().get(PLACE.host())).containsExactly("10.0.0.1");
  }

  private void lives(Life life) {
    population.put(SEAT, life);
    population.told(SEAT, Optional.of(life));
  }

  private static Instant later() {
    return Instant.now().plus(Duration.ofSeconds(11));
  }
}
