package io.registrybridge.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.registrybridge.catalog.Catalog;
import io.registrybridge.registry.Reading.Complete;
import io.registrybridge.registry.Reading.Unavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PatientSourceTest {

  private static final Duration LONGEST_REST = Duration.ofSeconds(15);

  private final AtomicReference<Instant> now = new AtomicReference<>(FakeSource.AT);
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private final FakeSource source = new FakeSource();
  private final PatientSource patient =
      new PatientSource("shop", source, Duration.ofMillis(1), clock);

  @Test
  void aReadThatFailsOnceIsTriedAgainAndSucceeds() {
    source.answers(
        () ->
            source.reads() == 1
                ? new Unavailable("shop", FakeSource.AT, "reset")
                : new Complete("shop", FakeSource.AT, Catalog.empty()));

    assertThat(patient.read()).get().isInstanceOf(Complete.class);
    assertThat(source.reads()).isEqualTo(2);
  }

  @Test
  void aReadIsTriedThreeTimesAndThenFailsWithTheLastReason() {
    source.answers(() -> new Unavailable("shop", FakeSource.AT, "no. " + source.reads()));

    assertThat(patient.read()).get().extracting(Reading::reason).isEqualTo("no. 3");
  }

  @Test
  void afterFiveFailedReadsTheSourceIsLeftAloneAndTheReasonSaysSinceWhen() {
    fail("refused");
    assertThat(patient.breaker().getState()).isEqualTo(State.CLOSED);

    assertThat(patient.read())
        .get()
        .extracting(Reading::reason)
        .isEqualTo("refused (failing since 2026-01-01T00:00:00Z, so it is asked less often)");
    var reads = source.reads();
    assertThat(patient.read()).isEmpty();
    assertThat(source.reads()).isEqualTo(reads);
  }

  @Test
  void aSourceThatCameBackIsSeenWithinFifteenSecondsHoweverLongItWasGone() {
    fail("refused");
    for (var round = 0; round < 20; round++) {
      assertThat(patient.read()).get().isInstanceOf(Unavailable.class);
      assertThat(patient.read()).isEmpty();
      pass(LONGEST_REST);
    }
    source.says(Catalog.empty());

    assertThat(patient.read()).get().isInstanceOf(Complete.class);
    assertThat(patient.breaker().getState()).isEqualTo(State.CLOSED);
  }

  @Test
  void insistingAsksEvenASourceThatIsLeftAlone() {
    fail("refused");
    patient.read();
    assertThat(patient.insist()).get().isInstanceOf(Unavailable.class);
    assertThat(patient.read()).isEmpty();
    source.says(Catalog.empty());

    assertThat(patient.insist()).get().isInstanceOf(Complete.class);
    assertThat(patient.breaker().getState()).isEqualTo(State.CLOSED);
  }

  @Test
  void fourFailuresAndASuccessLeaveNoTrace() {
    fail("refused");
    source.says(Catalog.empty());
    patient.read();
    fail("refused");

    assertThat(patient.breaker().getState()).isEqualTo(State.CLOSED);
  }

  @Test
  void aBugOrAnExhaustedMachineIsAReadingThatFails() {
    source.answers(
        () -> {
          throw new StackOverflowError("deep");
        });

    assertThat(patient.read())
        .get()
        .isInstanceOf(Unavailable.class)
        .extracting(Reading::reason)
        .isEqualTo("the bridge failed to read it: java.lang.StackOverflowError: deep");
  }

  /** One time less than it takes for the source to be left alone. */
  private void fail(String reason) {
    source.fails(reason);
    IntStream.range(0, 4).forEach(i -> patient.read());
  }

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }
}
