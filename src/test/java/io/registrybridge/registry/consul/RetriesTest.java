package io.registrybridge.registry.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.core.IntervalFunction;
import io.registrybridge.registry.Worker;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class RetriesTest {

  private static final Duration REST = Duration.ofMillis(10);

  private final Worker worker = new Worker("shop", Clock.systemUTC());
  private final List<String> tried = new CopyOnWriteArrayList<>();
  private final Retries retries = new Retries(worker, IntervalFunction.of(REST), tried::add);

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void oneThatIsRefusedAgainWhileItIsDueIsTriedOnce() {
    worker.run(
        () -> {
          retries.failed("orders");
          retries.failed("orders");
          retries.failed("users");
        });

    rest();
    assertThat(tried).containsExactly("orders", "users");

    worker.run(() -> retries.failed("orders"));

    rest();
    assertThat(tried).containsExactly("orders", "users", "orders");
  }

  @Test
  void whatWasReadOrIsForgottenIsNotTried() {
    worker.run(
        () -> {
          retries.failed("orders");
          retries.forget("orders");
          retries.failed("users");
          retries.clear();
        });

    rest();
    assertThat(tried).isEmpty();
  }

  /** Until everything that is due has run. */
  private void rest() {
    var rested = new CompletableFuture<Void>();
    var unused = worker.runAfter(REST.multipliedBy(2), () -> rested.complete(null));
    rested.join();
  }
}
