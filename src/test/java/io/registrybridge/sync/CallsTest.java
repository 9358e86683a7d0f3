package io.registrybridge.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrybridge.sync.Calls.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallsTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final Calls calls =
      new Calls(
          new Reconciler(
              List.of(new ScriptedRegistry("shop")),
              List.of(new MemorySink("cluster")),
              TestSettings.of("shop"),
              Runnable::run,
              Instant.EPOCH),
          new Timing(HOUR, HOUR, HOUR));

  @Test
  void whoAsksForAPassPressesForItAsSoonAsItMayBegin() throws InterruptedException {
    var ticket = calls.join(unused -> {});
    assertThat(calls.pressing()).isFalse();

    calls.ready(ticket);
    assertThat(calls.pressing()).isTrue();

    assertThat(calls.next()).hasValueSatisfying(call -> assertThat(call.ticket()).contains(ticket));
    assertThat(calls.pressing()).isFalse();
  }

  @Test
  void allWhoAskBeforeItBeginsHoldTheSameTicket() {
    var ticket = calls.join(unused -> {});
    assertThat(calls.join(CallsTest::notAgain)).isSameAs(ticket);

    calls.ready(ticket);
    assertThat(calls.join(unused -> {})).isNotEqualTo(ticket);
  }

  @Test
  void nobodyWaitsForATicketThatCouldNotBeBegun() {
    assertThatThrownBy(
            () ->
                calls.join(
                    unused -> {
                      throw new OutOfMemoryError("unable to create native thread");
                    }))
        .isInstanceOf(OutOfMemoryError.class);

    var begun = calls.join(calls::ready);
    assertThat(calls.pressing()).isTrue();
    assertThat(begun.done()).isNotDone();
  }

  private static void notAgain(Ticket ticket) {
    throw new AssertionError("begun again: " + ticket);
  }
}
