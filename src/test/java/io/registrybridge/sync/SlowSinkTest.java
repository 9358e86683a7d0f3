package io.registrybridge.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One of two sinks takes its time. */
class SlowSinkTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ScriptedRegistry shop = new ScriptedRegistry("shop").lists("orders", "10.0.0.1");
  private final MemorySink slow = new MemorySink("slow");
  private final MemorySink quick = new MemorySink("quick");
  private final List<PassReport> passes = new CopyOnWriteArrayList<>();
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Loop loop =
      new Loop(
          new Reconciler(
              List.of(shop),
              List.of(slow, quick),
              TestSettings.of("shop"),
              executor,
              Clock.systemUTC().instant()),
          new Timing(Duration.ofHours(1), Duration.ofMillis(20), Duration.ofMillis(100)),
          Clock.systemUTC(),
          executor,
          passes::add);

  @BeforeEach
  void start() {
    shop.speaks();
    loop.start();
    await().until(() -> loop.report().lastPass().isPresent());
    slow.doesNotAnswer();
    change("stock");
    await().until(slow::asked);
  }

  @AfterEach
  void stop() {
    slow.answers();
    loop.close();
    executor.shutdownNow();
    assertThat(slow.overlapped).isFalse();
  }

  @Test
  void keepsNoOtherFromAnyChange() {
    for (var number = 0; number < 5; number++) {
      var service = "s" + number;
      change(service);
      await().until(() -> quick.hosts().contains(service + ".mesh"));
    }
    assertThat(slow.hosts()).containsExactly("orders.mesh");
    await().until(() -> figures("quick") == 7);
    assertThat(figures("slow")).isEqualTo(1);
  }

  @Test
  void getsAllThatItMissedWhenItAnswersAgain() {
    change("mail");
    await().until(() -> quick.hosts().contains("mail.mesh"));
    slow.answers();
    await().until(() -> slow.hosts().equals(quick.hosts()));
    assertThat(slow.hosts()).containsExactly("mail.mesh", "orders.mesh", "stock.mesh");
  }

  @Test
  void itsPassIsToldWhenItEndsAndStandsWhereItBegan() {
    change("mail");
    await().until(() -> quick.hosts().contains("mail.mesh"));
    await().until(() -> loop.report().passes().size() == 2);
    slow.answers();
    await().until(() -> loop.report().passes().size() == 4);
    assertThat(loop.report().passes())
        .extracting(PassReport::id)
        .isSortedAccordingTo(newestFirst());
    assertThat(loop.report().passes()).extracting(PassReport::created).containsExactly(1, 1, 2, 2);
  }

  private static Comparator<Long> newestFirst() {
    return Comparator.<Long>naturalOrder().reversed();
  }

  @Test
  void everybodyWhoAsksIsAnsweredWhileAllSinksAreBusy() throws Exception {
    quick.doesNotAnswer();
    change("mail");
    await().until(quick::asked);
    var first = ask();
    await().until(() -> shop.refreshes.get() == 1);
    var second = ask();
    await().until(() -> shop.refreshes.get() == 2);
    quick.answers();
    slow.answers();
    assertThat(first.get().done()).isPresent();
    assertThat(second.get().done()).isPresent();
  }

  @Test
  void doesNotKeepWhoAsksForAPass() throws Exception {
    change("mail");
    assertThat(ask().get().done()).isPresent();
    assertThat(quick.hosts()).contains("mail.mesh");
    assertThat(slow.hosts()).containsExactly("orders.mesh");
  }

  private CompletableFuture<Bridge.Request> ask() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return loop.request(PATIENCE);
          } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
          }
        },
        executor);
  }

  @Test
  void leavesWhatItHasNotBegunToThePassThatWaits() {
    change("mail");
    await().until(slow::pressed);
    slow.answers();
    await().until(() -> slow.hosts().size() == 3);
    await().until(() -> passes.stream().anyMatch(pass -> pass.left() == 1));
    await()
        .untilAsserted(
            () ->
                assertThat(loop.report().lastPass())
                    .hasValueSatisfying(
                        pass -> {
                          assertThat(pass.left()).isZero();
                          assertThat(pass.waited()).isGreaterThan(Duration.ofSeconds(1));
                        }));
  }

  @Test
  void isPurgedWhenItsPassHasEnded() throws Exception {
    var purge = CompletableFuture.supplyAsync(loop::purge, executor);
    await().until(() -> quick.hosts().isEmpty());
    assertThat(purge).isNotDone();
    slow.answers();
    assertThat(purge.get()).extracting(Purged::deleted).containsExactly(2, 2);
    assertThat(slow.hosts()).isEmpty();
    assertThat(loop.paused()).isTrue();

    change("mail");
    loop.request(PATIENCE);
    assertThat(slow.hosts()).isEmpty();
    assertThat(figures("slow")).isZero();

    loop.pause(false);
    await().until(() -> slow.hosts().size() == 3 && quick.hosts().size() == 3);
  }

  @Test
  void isWaitedForAtTheEnd() {
    var close = CompletableFuture.runAsync(loop::close, executor);
    slow.answers();
    close.join();
    assertThat(slow.hosts()).containsExactly("orders.mesh", "stock.mesh");
  }

  private void change(String service) {
    shop.lists(service, "10.0.1.1").speaks();
    loop.hint("shop");
  }

  private int figures(String sink) {
    var report = loop.report().sinks().get(sink);
    return report == null ? -1 : report.resources();
  }
}
