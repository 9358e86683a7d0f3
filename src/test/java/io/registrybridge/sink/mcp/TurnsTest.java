package io.registrybridge.sink.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private final Turns turns = new Turns(ForkJoinPool.commonPool(), Duration.ofDays(1));
  private final AtomicInteger told = new AtomicInteger();
  private final Runnable first = () -> {};
  private final Runnable second = told::incrementAndGet;

  @Test
  void theNextIsToldWhenTheOneBeforeHasEnded() {
    assertThat(turns.take(first)).isTrue();
    assertThat(turns.take(first)).as("it may go on").isTrue();
    assertThat(turns.take(second)).isFalse();
    assertThat(turns.take(second)).isFalse();
    assertThat(told).hasValue(0);

    turns.end(first);

    await().untilAsserted(() -> assertThat(told).hasValue(1));
    assertThat(turns.take(first)).isFalse();
    assertThat(turns.take(second)).isTrue();
  }

  @Test
  void whoNeverEndsKeepsTheNextForAMomentOnly() {
    var brief = new Turns(ForkJoinPool.commonPool(), Duration.ofMillis(50));
    assertThat(brief.take(first)).isTrue();
    brief.take(second);

    await().untilAsserted(() -> assertThat(told).hasPositiveValue());
  }

  @Test
  void whoIsGoneIsNotWaitedFor() {
    turns.take(first);
    turns.take(second);

    turns.end(second);
    turns.end(first);

    assertThat(turns.take(first)).as("nobody has the turn").isTrue();
  }

  @Test
  void whoEndsWithoutATurnTakesItFromNobody() {
    turns.take(first);

    turns.end(second);

    assertThat(turns.take(second)).isFalse();
  }
}
