package io.registrybridge.registry.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.registry.Gap;
import io.registrybridge.registry.Reading;
import io.registrybridge.registry.Reading.Complete;
import io.registrybridge.registry.Reading.Partial;
import io.registrybridge.registry.Reading.Unavailable;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

@Timeout(600)
class DiscoveryClientSourceTest {

  private final FakeClient client =
      new FakeClient()
          .lists("orders", FakeClient.at("10.0.0.1", 8080))
          .lists("users", FakeClient.at("10.0.1.1", 8080));

  private final DiscoveryClientSource source = over(client, Duration.ofMinutes(1));
  private final DiscoveryClientSource hasty = over(client, Duration.ofMillis(200));

  @AfterEach
  void close() {
    source.close();
    hasty.close();
  }

  @Test
  void readsEveryService() {
    assertThat(source.read()).isInstanceOf(Complete.class);
    assertThat(source.read().catalog().services()).hasSize(2);
  }

  @Test
  void aListingThatFailsIsUnavailableWithItsCause() {
    client.beforeListing(failing("http://me:secret@host/services?token=abc refused\nat home"));

    assertThat(source.read())
        .isInstanceOf(Unavailable.class)
        .extracting(Reading::reason)
        .isEqualTo("IllegalStateException: http://***@host/services?token=*** refused");
  }

  @Test
  void aServiceThatFailsIsAGapOfItsOwn() {
    var calls = new AtomicInteger();
    client.beforeAsking(
        () -> {
          if (calls.getAndIncrement() == 0) {
            throw new NoClassDefFoundError("com/example/Orders");
          }
        });

    var reading = source.read();

    assertThat(reading).isInstanceOf(Partial.class);
    assertThat(reading.gaps())
        .containsExactly(new Gap.OfService(new ServiceKey("spring", "", "orders")));
    assertThat(reading.catalog().services()).hasSize(1);
  }

  @Test
  void aClientThatGivesNullHasNotAnswered() {
    try (var ofNull = over(new GivesNull(), Duration.ofMinutes(1))) {
      assertThat(ofNull.read())
          .isInstanceOf(Unavailable.class)
          .extracting(Reading::reason)
          .asString()
          .contains("getServices() gave null");
    }
  }

  @Test
  void aSlowClientIsInterruptedAndThenAskedAgain() {
    client.beforeAsking(() -> block(new CountDownLatch(1)));

    assertThat(hasty.read().reason()).isEqualTo("its client did not answer within 200 ms");

    client.beforeAsking(() -> {});
    await().until(() -> hasty.read() instanceof Complete);
  }

  @Test
  void aClientThatCannotBeInterruptedIsLeftBehindAfterAWhileAndAskedAgain() {
    var gate = new CountDownLatch(1);
    var calls = stuckBehind(gate);
    hasty.read();

    assertThat(hasty.read().reason())
        .isEqualTo("its client has not come back from an earlier read");
    assertThat(calls).hasValue(1);

    client.beforeListing(() -> {});
    await().until(() -> hasty.read() instanceof Complete);
    gate.countDown();
  }

  @Test
  void aClientThatNeverComesBackIsNotAskedForEver() {
    var gate = new CountDownLatch(1);
    var calls = stuckBehind(gate);

    await().until(() -> hasty.read().reason().contains("not come back from 3 earlier reads"));
    assertThat(hasty.read().reason()).endsWith("; if none ever ends, restart the bridge");
    assertThat(calls).hasValue(3);

    gate.countDown();
    await().until(() -> hasty.read() instanceof Complete);
  }

  /** How often the client was asked. */
  private AtomicInteger stuckBehind(CountDownLatch gate) {
    var calls = new AtomicInteger();
    client.beforeListing(
        () -> {
          calls.incrementAndGet();
          blockForAll(gate);
        });
    return calls;
  }

  @Test
  void anInterruptEndsTheRead() {
    client.beforeAsking(() -> block(new CountDownLatch(1)));
    try (var patient = over(client, Duration.ofMinutes(1))) {
      Thread.currentThread().interrupt();

      assertThat(patient.read()).isInstanceOf(Unavailable.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static DiscoveryClientSource over(DiscoveryClient client, Duration timeout) {
    var settings = new DiscoveryClientSettings("fake", Duration.ofSeconds(10), timeout, 1, true);
    return new DiscoveryClientSource("spring", settings, client, Clock.systemUTC());
  }

  private static Runnable failing(String message) {
    return () -> {
      throw new IllegalStateException(message);
    };
  }

  private static void block(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void blockForAll(CountDownLatch gate) {
    while (gate.getCount() > 0) {
      try {
        gate.await();
      } catch (InterruptedException ignored) {
        // as clients do that retry for ever
      }
    }
  }

  private static final class GivesNull implements DiscoveryClient {

    @Override
    public String description() {
      return "gives null";
    }

    @Override
    @SuppressWarnings("NullAway") // what clients do, against the interface
    public List<String> getServices() {
      return null;
    }

    @Override
    public List<ServiceInstance> getInstances(String service) {
      return List.of();
    }
  }
}
