package io.registrybridge.sink.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RelistingTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(13); // ten, and three for chance

  private final Relisting relisting = new Relisting(Duration.ofMinutes(30));
  private long now = -SECOND.toNanos(); // nanoTime may be anything, and grow past zero

  @Test
  void aWatchThatSeemsWellIsBelievedForTheTimeGiven() {
    assertThat(relisting.begun(now)).isBetween(Duration.ofMinutes(27), Duration.ofMinutes(30));
  }

  @Test
  void aWatchThatLastedBeginsAnewAtOnceAndOneThatDidNotWaits() {
    relisting.begun(now);
    assertThat(relisting.ended(after(Duration.ofSeconds(30)))).isZero();

    relisting.begun(now);
    assertThat(relisting.ended(after(Duration.ofSeconds(29)))).isBetween(ms(700), ms(1_300));
  }

  @Test
  void failuresAreTriedAgainLaterEachTimeAndNeverLaterThanInThirteenSeconds() {
    assertThat(relisting.failed(now)).isBetween(ms(700), ms(1_300));
    assertThat(relisting.failed(now)).isBetween(ms(1_400), ms(2_600));
    for (var count = 0; count < 100; count++) {
      assertThat(relisting.failed(now)).isBetween(SECOND, LONGEST);
    }
  }

  @Test
  void aListThatSucceedsBetweenFailuresForgivesNothingUntilItsWatchHasLasted() {
    for (var count = 0; count < 5; count++) {
      relisting.begun(now);
      relisting.ended(after(SECOND));
    }
    assertThat(relisting.failed(now)).isGreaterThan(ms(6_900));

    relisting.begun(now);
    after(Duration.ofMinutes(1));
    relisting.begun(now); // a full list, or a doubt
    assertThat(relisting.ended(after(SECOND))).isBetween(ms(700), ms(1_300));
  }

  @Test
  void aRightThatWasThereIsLookedForSoonForSomeMinutesAndThenSeldom() {
    relisting.begun(now);
    var waited = Duration.ZERO;
    var soon = relisting.denied(after(Duration.ofMinutes(1)));
    while (soon.compareTo(LONGEST) <= 0) {
      waited = waited.plus(soon);
      soon = relisting.denied(after(soon));
    }
    assertThat(waited).isBetween(Duration.ofMinutes(1), Duration.ofMinutes(3));
    assertThat(soon).isBetween(Duration.ofSeconds(270), Duration.ofMinutes(5));

    relisting.begun(after(soon));
    assertThat(relisting.denied(after(SECOND))).isLessThan(LONGEST);
  }

  @Test
  void aRightThatWasNeverThereIsLookedForSeldomFromTheBeginning() {
    assertThat(relisting.denied(now)).isBetween(Duration.ofSeconds(270), Duration.ofMinutes(5));
    assertThat(new Relisting(SECOND).denied(now)).isLessThanOrEqualTo(SECOND);
  }

  private long after(Duration time) {
    now += time.toNanos();
    return now;
  }

  private static Duration ms(long count) {
    return Duration.ofMillis(count);
  }
}
