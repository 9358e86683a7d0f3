package io.registrybridge.registry.consul;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecoveryTest {

  private static final Duration LONGEST_AT_FIRST = Duration.ofMillis(750);

  private final Recovery recovery = new Recovery();

  @Test
  void whoIsLostAgainAndAgainRestsLongerButNotForLong() {
    assertThat(recovery.lost(0)).isLessThanOrEqualTo(LONGEST_AT_FIRST);
    for (var times = 0; times < 20; times++) {
      recovery.opened(0);
      recovery.lost(Duration.ofSeconds(1).toNanos());
    }

    assertThat(Stream.generate(() -> recovery.lost(0)).limit(20))
        .allMatch(rest -> rest.compareTo(Duration.ofSeconds(5)) >= 0)
        .allMatch(rest -> rest.compareTo(Duration.ofSeconds(15)) <= 0);
  }

  @Test
  void whoWasOpenForAWhileBeginsWithAShortRest() {
    for (var times = 0; times < 20; times++) {
      recovery.lost(0);
    }
    recovery.opened(0);

    assertThat(recovery.lost(Duration.ofSeconds(11).toNanos()))
        .isLessThanOrEqualTo(LONGEST_AT_FIRST);
  }
}
