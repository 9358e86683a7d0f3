package io.registrybridge.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.sink.Led;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A replica that loses the lead and has it again before its pass has ended. */
class RetakenLeadTest {

  private static final Instant NOON = Instant.parse("2026-08-01T12:00:00Z");

  private final ScriptedRegistry shop = new ScriptedRegistry("shop");
  private final MemorySink cluster = new MemorySink("cluster");
  private final ScriptedElection.Shared lead = new ScriptedElection.Shared();
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Reconciler bridge =
      new Reconciler(
          List.of(shop),
          List.of(new Led(cluster, new ScriptedElection("me", lead))),
          TestSettings.of("shop"),
          executor,
          NOON);

  @AfterEach
  void stop() {
    cluster.answers();
    executor.shutdownNow();
  }

  @Test
  @Tag("fault")
  void leavesWhatTheOneInBetweenKept() {
    shop.lists("orders", "10.0.0.1").lists("stock", "10.0.0.2").lists("users", "10.0.0.3").speaks();
    lead.passesTo("me");
    pass().join();
    cluster.doesNotAnswer();
    shop.forgets("users").speaks();
    var slow = pass();
    await().until(cluster::asked);

    lead.passesTo("other");
    lead.kept = Map.of("shop", "7/7");
    lead.passesTo("me");
    cluster.answers();
    slow.join();

    assertThat(cluster.hosts()).hasSize(2);
    assertThat(lead.kept).containsExactly(Map.entry("shop", "7/7"));
    pass().join();
    assertThat(lead.kept).as("of its own time").containsExactly(Map.entry("shop", "1/1"));
  }

  private CompletableFuture<?> pass() {
    return bridge.begin(NOON, () -> true, () -> false).get(0);
  }
}
