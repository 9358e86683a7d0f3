package io.registrybridge.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.registrybridge.sync.Delivery.Delivered;
import io.registrybridge.sync.Lane.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
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
    lane.begin(slice -> part.join(), NOON, () -> false);

    assertThat(lane.late()).isTrue();
    assertThat(lane.latest().report())
        .extracting(SinkReport::trouble, SinkReport::troubleSince)
        .containsExactly(
            "busy with a pass that began at 2026-01-01T12:00:00Z and has not ended",
            Optional.of(NOON));
  }

  @Test
  void aPartMayTakeItsTime() {
    var lane = new Lane(delivery, executor, Duration.ofHours(1));
    lane.begin(slice -> part.join(), NOON, () -> false);

    assertThat(lane.late()).isFalse();
    assertThat(lane.latest().report().trouble()).isEqualTo("not read yet");
  }

  @Test
  void whenItEndsAfterAllItIsToldNoMore() {
    var lane = new Lane(delivery, executor, Duration.ZERO);
    var ended = lane.begin(slice -> part.join(), NOON, () -> false).orElseThrow();
    var delivered = delivery.unread();

    part.complete(delivered);

    assertThat(ended).succeedsWithin(Duration.ofMinutes(1));
    assertThat(lane.late()).isFalse();
    assertThat(lane.latest()).isEqualTo(delivered);
  }

  @Test
  void aPartIsToldToEndWhenAnotherOneWaits() {
    var lane = new Lane(delivery, executor);
    var over = new CompletableFuture<Slice>();
    var ended =
        lane.begin(
                slice -> {
                  over.complete(slice);
                  return part.join();
                },
                NOON,
                () -> false)
            .orElseThrow();
    var slice = over.join();
    assertThat(lane.begin(unused -> part.join(), NOON, () -> false)).isEmpty();

    await().until(slice::getAsBoolean);
    part.complete(left(7));

    assertThat(ended)
        .succeedsWithin(Duration.ofMinutes(1))
        .satisfies(told -> assertThat(told.again()).isTrue());
  }

  @Test
  void tellsOnceForHowLongItWasBehind() {
    var lane = new Lane(delivery, executor);

    var first = end(lane, left(7));
    var second = end(lane, left(3));
    var unreadable = end(lane, delivery.unreadable("no answer", NOON));
    var last = end(lane, nothingLeft());
    var later = end(lane, nothingLeft());

    assertThat(List.of(first, second, unreadable, last, later))
        .extracting(Part::again)
        .containsExactly(true, true, false, false, false);
    assertThat(List.of(first, second, unreadable, later))
        .extracting(Part::behind)
        .containsOnly(Duration.ZERO);
    assertThat(last.behind()).isPositive();
  }

  @Test
  void aPartForWhichThereIsNoThreadKeepsNoOtherFromItsTurn() {
    var threads = new AtomicInteger();
    var lane =
        new Lane(
            delivery,
            task -> {
              if (threads.incrementAndGet() == 1) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              executor.execute(task);
            });

    assertThatThrownBy(() -> lane.begin(slice -> part.join(), NOON, () -> false))
        .isInstanceOf(OutOfMemoryError.class);

    assertThat(lane.free()).isTrue();
    assertThat(end(lane, nothingLeft()).again()).isFalse();
  }

  private static Part end(Lane lane, Delivered delivered) {
    return lane.begin(slice -> delivered, NOON, () -> false).orElseThrow().join();
  }

  private Delivered nothingLeft() {
    return left(0);
  }

  private Delivered left(int changes) {
    var tally = new Tally(0, 0, 0, 0, 0, 0, 0, changes);
    var readable = delivery.unread().report().troubled("", NOON);
    return new Delivered(readable, List.of(), tally, false);
  }
}
