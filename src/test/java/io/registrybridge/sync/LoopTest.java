package io.registrybridge.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoopTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ScriptedRegistry shop = new ScriptedRegistry("shop").lists("orders", "10.0.0.1");
  private final MemorySink cluster = new MemorySink("cluster");
  private final List<PassReport> passes = new CopyOnWriteArrayList<>();
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Loop loop =
      new Loop(
          new Reconciler(
              List.of(shop),
              List.of(cluster),
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
  }

  @AfterEach
  void stop() {
    loop.close();
    executor.shutdownNow();
  }

  @Test
  void makesAPassWhenItStarts() {
    assertThat(cluster.hosts()).containsExactly("orders.mesh");
    assertThat(loop.report().lastPass())
        .hasValueSatisfying(
            pass -> {
              assertThat(pass.id()).isEqualTo(1);
              assertThat(pass.trigger()).isEqualTo("start");
              assertThat(pass.created()).isEqualTo(1);
            });
  }

  @Test
  void makesAPassForAHint() {
    shop.lists("stock", "10.0.0.2").speaks();
    loop.hint("shop");
    await().until(() -> cluster.hosts().contains("stock.mesh"));
    await().until(() -> passes.stream().anyMatch(pass -> pass.trigger().equals("shop")));
  }

  @Test
  void manyHintsAreFewPasses() {
    for (var count = 0; count < 1000; count++) {
      loop.hint("shop");
    }
    shop.lists("last", "10.0.0.3").speaks();
    loop.hint("shop");
    await().until(() -> cluster.hosts().contains("last.mesh"));
    assertThat(passes).hasSizeLessThan(100);
  }

  @Test
  void aRequestReadsTheRegistriesFirstAndTellsWhatItDid() throws InterruptedException {
    shop.lists("stock", "10.0.0.2").speaks();
    var request = loop.request(PATIENCE);
    assertThat(shop.refreshes).hasValue(1);
    assertThat(request.done())
        .hasValueSatisfying(
            pass -> {
              assertThat(pass.id()).isEqualTo(request.id());
              assertThat(pass.trigger()).isEqualTo("request");
              assertThat(pass.created()).isEqualTo(1);
            });
  }

  @Test
  void aRequestThatIsNotPatientIsToldTheNumberOfItsPass() throws InterruptedException {
    var request = loop.request(Duration.ZERO);
    await().until(() -> passes.stream().anyMatch(pass -> pass.id() == request.id()));
  }

  @Test
  void whilePausedItWritesNothingAndAfterwardsAllOfIt() throws InterruptedException {
    loop.pause(true);
    shop.lists("stock", "10.0.0.2").speaks();
    loop.request(PATIENCE);
    assertThat(cluster.hosts()).doesNotContain("stock.mesh");
    loop.pause(false);
    await().until(() -> cluster.hosts().contains("stock.mesh"));
  }

  @Test
  void anotherWordLetsGoWhatWasHeld() throws InterruptedException {
    shop.forgets("orders").speaks();
    loop.request(PATIENCE);
    assertThat(cluster.hosts()).containsExactly("orders.mesh");
    assertThat(loop.release("shop")).isPresent();
    await().until(() -> cluster.hosts().isEmpty());
    assertThat(loop.release("nobody")).isEmpty();
  }

  @Test
  void tellsOfPassesThatDidSomethingAndOfTheLast() throws InterruptedException {
    loop.request(PATIENCE);
    loop.request(PATIENCE);
    shop.lists("stock", "10.0.0.2").speaks();
    loop.request(PATIENCE);
    loop.request(PATIENCE);
    assertThat(loop.report().passes()).extracting(PassReport::created).containsExactly(0, 1, 1);
  }
}
