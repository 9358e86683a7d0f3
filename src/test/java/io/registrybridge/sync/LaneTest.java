package io.registrybridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.sync.Delivery.Delivered;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaneTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Delivery delivery =
      new Delivery(new MemorySink("cluster"), TestSettings.of("shop"));
  private final CompletableFuture<Delivered> part = new CompletableFuture<>();

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void aPartThatDoesNotEndIsTold() {
    var lane = new Lane(delivery, executor, Duration.ZERO);
    lane.begin(part::join, NOON);

    assertThat(lane.late()).isTrue();
    assertThat(lane.latest().report())
        .extracting(SinkReport::trouble, SinkReport::troubleSince)
        .containsExactly(
            "busy with a pass that began at 2026-01-01T12:00:00Z and has not ended",
            Optional.of(NOON));
  }

  @Test
  void whenItEndsAfterAllItIsToldNoMore() {
    var lane = new Lane(delivery, executor, Duration.ZERO);
    var ended = lane.begin(part::join, NOON).orElseThrow();
    var delivered = delivery.unread();

    part.complete(delivered);

    assertThat(ended).succeedsWithin(Duration.ofMinutes(1));
    assertThat(lane.late()).isFalse();
    assertThat(lane.latest()).isEqualTo(delivered);
  }

  @Test
  void aPartMayTakeItsTime() {
    var lane = new Lane(delivery, executor, Duration.ofHours(1));
    lane.begin(part::join, NOON);

    assertThat(lane.late()).isFalse();
    assertThat(lane.latest().report().trouble()).isEqualTo("not read yet");
  }
}
