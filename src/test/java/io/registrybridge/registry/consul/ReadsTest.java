package io.registrybridge.registry.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.registry.Worker;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class ReadsTest {

  private final Worker worker = new Worker("shop", Clock.systemUTC());
  private final List<String> begun = new CopyOnWriteArrayList<>();
  private final Reads reads = new Reads(worker, new Pace(1, Duration.ofMillis(1)), begun::add);

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void whatIsToBeReadOnceMoreAfterwardsKeepsNobodyFromItsTurn() {
    worker.run(
        () -> {
          reads.soon(List.of("slow"));
          reads.soon(List.of("slow"));
          reads.inTurn(List.of("orders", "users"));
        });

    await().untilAsserted(() -> assertThat(begun).containsExactly("slow", "orders", "users"));
    worker.run(() -> reads.ended("slow"));
    await().untilAsserted(() -> assertThat(begun).endsWith("slow").hasSize(4));
  }

  @Test
  void onlySoManyAreReadSideBySideAndTheRestAfterThem() {
    var services = IntStream.range(10, 30).mapToObj(number -> "s" + number).toList();

    worker.run(() -> reads.soon(services));

    await().untilAsserted(() -> assertThat(begun).isEqualTo(services.subList(0, 16)));
    worker.run(() -> services.subList(0, 4).forEach(reads::ended));
    await().untilAsserted(() -> assertThat(begun).isEqualTo(services));
  }
}
