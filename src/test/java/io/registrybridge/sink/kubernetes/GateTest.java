package io.registrybridge.sink.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.registrybridge.sink.cluster.LeaseSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class GateTest {

  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger unanswered = new AtomicInteger();
  private final Gate gate =
      new Gate("cluster", settings(1000), opened::incrementAndGet, unanswered::incrementAndGet);

  @Test
  void closesForAWhileAfterFiveRequestsWithoutAnAnswer() {
    for (var i = 0; i < 5; i++) {
      assertThat(passing(nothing())).isInstanceOf(KubernetesClientException.class);
    }

    assertThat(passing(nothing())).isInstanceOf(CallNotPermittedException.class);
    assertThat(unanswered).hasValue(5);
    await().untilAsserted(() -> assertThat(opened).hasValue(1));
    assertThat(gate.pass(() -> "through")).isEqualTo("through");
  }

  @Test
  void staysOpenWhateverIsAnswered() {
    for (var i = 0; i < 20; i++) {
      assertThat(passing(answer(i % 2 == 0 ? 422 : 500, null)))
          .isInstanceOf(KubernetesClientException.class);
    }
    assertThat(unanswered).hasValue(0);
  }

  @Test
  @Tag("fault")
  void closesForAsLongAsTheApiServerAsksFor() {
    passing(answer(429, 3));

    assertThat(passing(answer(429, 3))).isInstanceOf(CallNotPermittedException.class);
    await().untilAsserted(() -> assertThat(opened).hasValue(1));
  }

  @Test
  void opensAlsoWhereTheOneThatItTriesEndsInAnError() {
    for (var i = 0; i < 5; i++) {
      passing(nothing());
    }
    await().untilAsserted(() -> assertThat(opened).hasValue(1));

    assertThatThrownBy(
            () ->
                gate.pass(
                    () -> {
                      throw new StackOverflowError("deep");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("deep");
    await().untilAsserted(() -> assertThat(gate.pass(() -> "through")).isEqualTo("through"));
  }

  @Test
  void letsNoMoreThroughInASecondThanItMay() {
    var slow = new Gate("cluster", settings(5), () -> {}, () -> {});
    var start = System.nanoTime();

    for (var i = 0; i < 15; i++) {
      slow.pass(() -> "through");
    }

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
  }

  private Throwable passing(KubernetesClientException failure) {
    return catchThrowable(
        () ->
            gate.pass(
                () -> {
                  throw failure;
                }));
  }

  private static KubernetesClientException nothing() {
    return new KubernetesClientException("wrapped", new IOException("reset"));
  }

  private static KubernetesClientException answer(int code, @Nullable Integer retryAfter) {
    var status =
        new StatusBuilder()
            .withCode(code)
            .withMessage("no")
            .withNewDetails()
            .withRetryAfterSeconds(retryAfter)
            .endDetails()
            .build();
    return new KubernetesClientException(status);
  }

  private static KubernetesSettings settings(int writesPerSecond) {
    return new KubernetesSettings(
        Optional.empty(),
        Optional.empty(),
        writesPerSecond,
        1,
        Duration.ofSeconds(1),
        Duration.ofMinutes(1),
        LeaseSettings.DEFAULT,
        Sight.NAMESPACE,
        true,
        List.of());
  }
}
