package io.registrybridge.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.registrybridge.sink.Led;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas, each of which writes to one of two sinks. */
class PurgeTest {

  private final ScriptedRegistry shop =
      new ScriptedRegistry("shop").lists("orders", "10.0.0.1").lists("stock", "10.0.0.2");
  private final MemorySink east = new MemorySink("east");
  private final MemorySink west = new MemorySink("west");
  private final ScriptedElection.Shared eastern = new ScriptedElection.Shared();
  private final ScriptedElection.Shared western = new ScriptedElection.Shared();
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Loop one = replica("one");
  private final Loop other = replica("other");

  private Loop replica(String name) {
    var sinks =
        List.of(
            new Led(east, new ScriptedElection(name, eastern)),
            new Led(west, new ScriptedElection(name, western)));
    var clock = Clock.systemUTC();
    var loop =
        new Loop(
            new Reconciler(
                List.of(shop),
                List.copyOf(sinks),
                TestSettings.of("shop"),
                executor,
                clock.instant()),
            new Timing(Duration.ofHours(1), Duration.ofMillis(20), Duration.ofMillis(100)),
            clock,
            executor,
            pass -> {});
    sinks.forEach(sink -> sink.start(() -> loop.hint(sink.name())));
    return loop;
  }

  @BeforeEach
  void start() {
    shop.speaks();
    eastern.passesTo("one");
    western.passesTo("other");
    one.start();
    other.start();
    await().until(() -> east.hosts().size() == 2 && west.hosts().size() == 2);
  }

  @AfterEach
  void stop() {
    one.close();
    other.close();
    executor.shutdownNow();
  }

  @Test
  void reachesWhoeverWritesAndTellsWhatBecameOfIt() {
    assertThat(one.purge())
        .extracting(Purged::sink, Purged::deleted, purged -> purged.failed().size())
        .containsExactly(tuple("east", 2, 0), tuple("west", 2, 0));
    assertThat(east.hosts()).isEmpty();
    assertThat(west.hosts()).isEmpty();
    assertThat(other.paused()).isTrue();
  }

  @Test
  void isToldOnceAndNotOfWhatIsWrittenLater() throws InterruptedException {
    one.purge();
    other.pause(false);
    await().until(() -> east.hosts().size() == 2 && west.hosts().size() == 2);
    one.pause(true);
    other.request(Duration.ofSeconds(10));
    assertThat(west.hosts()).hasSize(2);
  }

  @Test
  void tellsWhatAnotherReplicaCouldNotDelete() {
    west.refuses("stock.mesh");
    var purge = executor.submit(one::purge);
    await().until(() -> west.hosts().size() == 1);
    western.passesTo("one"); // who leads has nobody to wait for
    assertThat(purge)
        .succeedsWithin(Duration.ofSeconds(10))
        .satisfies(
            purged ->
                assertThat(purged)
                    .extracting(Purged::sink, Purged::deleted, one -> one.failed().size())
                    .containsExactly(tuple("east", 2, 0), tuple("west", 1, 1)));
  }
}
