package io.registrybridge.registry.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadsTest {

  private final Desk desk = new Desk("shop");
  private final List<String> begun = new CopyOnWriteArrayList<>();
  private final Reads reads = new Reads(desk, new Pace(1, Duration.ofMillis(1)), begun::add);

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void whatIsToBeReadOnceMoreAfterwardsKeepsNobodyFromItsTurn() {
    desk.run(
        () -> {
          reads.soon(List.of("slow"));
          reads.soon(List.of("slow"));
          reads.inTurn(List.of("orders", "users"));
        });

    await().untilAsserted(() -> assertThat(begun).containsExactly("slow", "orders", "users"));
    desk.run(() -> reads.ended("slow"));
    await().untilAsserted(() -> assertThat(begun).endsWith("slow").hasSize(4));
  }

  @Test
  void onlySoManyAreReadSideBySideAndTheRestAfterThem() {
    var services = IntStream.range(10, 30).mapToObj(number -> "s" + number).toList();

    desk.run(() -> reads.soon(services));

    await().untilAsserted(() -> assertThat(begun).isEqualTo(services.subList(0, 16)));
    desk.run(() -> services.subList(0, 4).forEach(reads::ended));
    await().untilAsserted(() -> assertThat(begun).isEqualTo(services));
  }
}
