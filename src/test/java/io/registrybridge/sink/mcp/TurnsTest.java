package io.registrybridge.sink.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private final Turns turns = new Turns(ForkJoinPool.commonPool(), Duration.ofDays(1));
  private final AtomicInteger firsts = new AtomicInteger();
  private final AtomicInteger seconds = new AtomicInteger();
  private final Runnable first = firsts::incrementAndGet;
  private final Runnable second = seconds::incrementAndGet;

  @Test
  void theNextIsToldWhenTheOneBeforeHasEnded() {
    assertThat(turns.take(first)).isFalse();
    await().untilAsserted(() -> assertThat(firsts).hasValue(1));
    assertThat(turns.take(first)).isTrue();
    assertThat(turns.take(second)).isFalse();
    assertThat(turns.take(second)).isFalse();
    assertThat(seconds).hasValue(0);

    turns.end(first);

    await().untilAsserted(() -> assertThat(seconds).hasValue(1));
    assertThat(turns.take(second)).isTrue();
    assertThat(turns.take(first)).isFalse();
    assertThat(firsts).hasValue(1);
  }

  @Test
  void whoNeverEndsKeepsTheNextForAMomentOnly() {
    var brief = new Turns(ForkJoinPool.commonPool(), Duration.ofMillis(50));
    brief.take(first);
    brief.take(second);

    await().untilAsserted(() -> assertThat(seconds).hasValue(1));
  }

  @Test
  void whoIsGoneIsNotWaitedFor() {
    turns.take(first);
    turns.take(second);

    turns.end(second);
    turns.end(first);
    turns.take(first);

    await().untilAsserted(() -> assertThat(firsts).hasValue(2));
    assertThat(seconds).hasValue(0);
  }

  @Test
  void whoEndsWithoutATurnTakesItFromNobody() {
    turns.take(first);

    turns.end(second);

    assertThat(turns.take(first)).isTrue();
    assertThat(turns.take(second)).isFalse();
    assertThat(seconds).hasValue(0);
  }
}
