package io.registrybridge.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void isTheIntervalOrUpToAFifthLess(long seed) {
    var random = new Random(seed);

    assertThat(Spread.of(Duration.ofMinutes(10), random))
        .isBetween(Duration.ofMinutes(8), Duration.ofMinutes(10))
        .isNotEqualTo(Spread.of(Duration.ofMinutes(10), random));
    assertThat(Spread.of(Duration.ofNanos(1), random)).isPositive();
  }
}
