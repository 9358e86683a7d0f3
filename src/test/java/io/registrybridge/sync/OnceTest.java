package io.registrybridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.guard.Limits;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OnceTest {

  private final ScriptedRegistry shop =
      new ScriptedRegistry("shop").lists("orders", "10.0.0.1").lists("stock", "10.0.0.2");
  private final MemorySink cluster = new MemorySink("cluster");
  private final ExecutorService executor = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void readsTheRegistriesAndMakesOnePass() throws InterruptedException {
    shop.speaks();
    var report = once();
    assertThat(shop.refreshes).hasValue(1);
    assertThat(cluster.hosts()).containsExactly("orders.mesh", "stock.mesh");
    assertThat(report.passes()).extracting(PassReport::trigger).containsExactly("once");
  }

  /** As when the lead was lost for a moment. */
  @Test
  void makesAnotherPassForWhatOneLeft() throws InterruptedException {
    shop.speaks();
    cluster.leavesAll();
    var report = once();
    assertThat(cluster.hosts()).containsExactly("orders.mesh", "stock.mesh");
    assertThat(report.passes())
        .extracting(PassReport::trigger)
        .containsExactly("what was left", "once");
  }

  @Test
  void waitsForASinkToSayWhatItHolds() throws InterruptedException {
    shop.speaks();
    cluster.cannotBeRead("not read yet");
    executor.execute(
        () -> {
          while (shop.refreshes.get() == 0) {
            Thread.onSpinWait();
          }
          cluster.cannotBeRead("");
        });
    assertThat(once().lastPass())
        .hasValueSatisfying(pass -> assertThat(pass.created()).isEqualTo(2));
  }

  @Test
  void believesALossWhenItHasSettled() throws InterruptedException {
    shop.speaks();
    once();
    shop.forgets("stock").speaks();
    var report = once();
    assertThat(cluster.hosts()).containsExactly("orders.mesh");
    assertThat(report.lastPass())
        .hasValueSatisfying(pass -> assertThat(pass.deleted()).isEqualTo(1));
  }

  @Test
  void countsWhatWasLostInTheRunsBefore() throws InterruptedException {
    for (var number = 0; number < 98; number++) {
      shop.lists("S" + number, "10.0.1." + number);
    }
    shop.speaks();
    once();
    for (var night = 0; night < 4; night++) {
      for (var number = 0; number < 15; number++) {
        shop.forgets("S" + (15 * night + number));
      }
      shop.speaks();
      once();
    }
    assertThat(cluster.hosts()).as("two nights of four").hasSize(70);
  }

  @Test
  void doesNotWaitForALossThatIsTooLarge() throws InterruptedException {
    shop.speaks();
    once();
    shop.forgets("orders").forgets("stock").speaks();
    assertThat(once().passes()).extracting(PassReport::heldBack).containsExactly(2);
    assertThat(cluster.hosts()).hasSize(2);
  }

  private Report once() throws InterruptedException {
    var settings = TestSettings.of("shop");
    var clock = Clock.systemUTC();
    var reconciler =
        new Reconciler(
            List.of(shop),
            List.of(cluster),
            new Settings(
                settings.mapping(),
                new Limits(0.3, 10, Duration.ofMinutes(10), Duration.ofMillis(50)),
                settings.rules(),
                settings.feeding()),
            executor,
            clock.instant());
    var timing = new Timing(Duration.ofHours(1), Duration.ZERO, Duration.ZERO);
    return new Once(new Loop(reconciler, timing, clock, executor, pass -> {}), reconciler).report();
  }
}
