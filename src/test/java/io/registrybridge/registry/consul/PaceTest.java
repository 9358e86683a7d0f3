package io.registrybridge.registry.consul;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -5_000_000_000L, Long.MAX_VALUE - 5})
  void someTurnsAreAtOnceAndTheOthersOneByOne(long now) {
    var pace = new Pace(3, SECOND);

    assertThat(Stream.generate(() -> pace.turn(now)).limit(5))
        .containsExactly(
            Duration.ZERO, Duration.ZERO, Duration.ZERO, SECOND, SECOND.multipliedBy(2));
  }

  @Test
  void whoRestedMayHurryAgainButNotMore() {
    var pace = new Pace(2, SECOND);
    Stream.generate(() -> pace.turn(0)).limit(2).forEach(turn -> {});

    var later = SECOND.multipliedBy(100).toNanos();

    assertThat(Stream.generate(() -> pace.turn(later)).limit(3))
        .containsExactly(Duration.ZERO, Duration.ZERO, SECOND);
  }

  @Test
  void whoTakesEachTurnWhenItIsDueNeverWaits() {
    var pace = new Pace(1, SECOND);

    assertThat(Stream.iterate(0L, now -> now + SECOND.toNanos()).map(pace::turn).limit(10))
        .containsOnly(Duration.ZERO);
  }
}
