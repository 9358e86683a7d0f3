package io.registrybridge.registry;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.registry.Reading.Complete;
import io.registrybridge.registry.Reading.Unavailable;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@Timeout(600)
@ExtendWith(OutputCaptureExtension.class)
class PolledRegistryTest {

  private static final Catalog ORDERS =
      Catalog.of(List.of(Service.of(new ServiceKey("shop", "", "ORDERS"), List.of())), List.of());

  private final FakeSource source = new FakeSource();
  private final AtomicInteger hints = new AtomicInteger();
  private final PolledRegistry registry = polledEvery(Duration.ofMillis(5));

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void beforeTheFirstReadNothingIsKnown() {
    assertThat(registry.latest().reading()).isInstanceOf(Unavailable.class);
    assertThat(registry.latest().lastAttempt()).isEmpty();
  }

  @Test
  void readsAtOnceAndHintsOnce() {
    source.says(ORDERS);
    registry.start(hints::incrementAndGet);

    await().until(() -> source.reads() > 5);
    assertThat(registry.latest().reading().catalog()).isSameAs(ORDERS);
    assertThat(hints).hasValue(1);
  }

  @Test
  void hintsWhenTheCatalogTurned() {
    source.says(Catalog.empty());
    registry.start(hints::incrementAndGet);
    await().until(() -> hints.get() == 1);

    source.says(ORDERS);

    await().untilAsserted(() -> assertThat(hints).hasValue(2));
    assertThat(registry.latest().reading().catalog()).isSameAs(ORDERS);
  }

  @Test
  void aRegistryThatStopsAnsweringIsUnavailableAndComesBack() {
    source.says(ORDERS);
    registry.start(hints::incrementAndGet);
    await().until(() -> registry.latest().reading() instanceof Complete);
    source.fails("connection refused");
    await().until(() -> registry.latest().reading() instanceof Unavailable);
    assertThat(registry.latest().lastSuccess()).isPresent();

    source.says(ORDERS);

    await().until(() -> registry.latest().reading() instanceof Complete);
    await().untilAsserted(() -> assertThat(hints).hasValue(3));
  }

  @Test
  void refreshReadsNowAndReturnsWhenItShows() {
    try (var slow = polledEvery(Duration.ofDays(1))) {
      source.says(ORDERS);

      slow.refresh();

      assertThat(slow.latest().reading().catalog()).isSameAs(ORDERS);
    }
  }

  @Test
  void oneReadServesAllWhoAskBeforeItBegins() {
    try (var slow = polledEvery(Duration.ofDays(1))) {
      var gate = new CountDownLatch(1);
      source.answers(() -> wait(gate));
      slow.wake();
      await().until(() -> source.reads() == 1);

      slow.wake();
      slow.wake();
      gate.countDown();
      await().until(() -> source.reads() == 2);
      slow.refresh();

      assertThat(source.reads()).isEqualTo(3);
    }
  }

  @Test
  void theThreadOutlivesABugAndSaysItOnce(CapturedOutput output) {
    source.answers(
        () -> {
          throw new IllegalStateException("a bug");
        });
    registry.start(hints::incrementAndGet);
    await().until(() -> source.reads() > 3);
    assertThat(registry.latest().reading())
        .isInstanceOf(Unavailable.class)
        .extracting(Reading::reason)
        .asString()
        .contains("a bug");

    source.says(ORDERS);

    await().until(() -> registry.latest().reading() instanceof Complete);
    assertThat(output).containsOnlyOnce("has a bug");
  }

  @Test
  void aHintThatThrowsDoesNotStopTheReads() {
    source.says(ORDERS);
    registry.start(
        () -> {
          throw new IllegalStateException("not my day");
        });

    await().until(() -> source.reads() > 5);
  }

  @Test
  void aTurnIsOneLineInTheLogAndAPollIsNone(CapturedOutput output) {
    source.says(ORDERS);
    registry.start(hints::incrementAndGet);
    await().until(() -> source.reads() > 5);
    source.fails("connection refused");
    await().until(() -> registry.breaker().getMetrics().getNumberOfFailedCalls() > 1);

    assertThat(output)
        .containsOnlyOnce("Registry shop (fake) lists 1 services with 0 instances")
        .containsOnlyOnce("Registry shop (fake) is unavailable: connection refused");
  }

  @Test
  void closingInTheMiddleOfAReadEndsItAndFreesWhoeverWaits() throws InterruptedException {
    source.answers(() -> wait(new CountDownLatch(1)));
    registry.start(hints::incrementAndGet);
    await().until(() -> source.reads() == 1);
    var waiting = new Thread(registry::refresh);
    waiting.start();
    await().until(() -> waiting.getState() == Thread.State.WAITING);

    registry.close();

    waiting.join();
    assertThat(source.closed()).isTrue();
    assertThat(registry.latest().lastAttempt()).isEmpty();
  }

  @Test
  void aClosedRegistryTakesNoNoticeOfRefreshAndWake() {
    registry.close();

    registry.refresh();
    registry.wake();

    assertThat(source.reads()).isZero();
  }

  private PolledRegistry polledEvery(Duration interval) {
    return new PolledRegistry("fake", "shop", source, interval, Clock.systemUTC());
  }

  private static Reading wait(CountDownLatch gate) {
    try {
      gate.await(600_000, MILLISECONDS);
      return new Complete("shop", FakeSource.AT, ORDERS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Unavailable("shop", FakeSource.AT, "interrupted");
    }
  }
}
