package io.registrybridge.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.sink.Decisions;
import io.registrybridge.sink.Leader;
import io.registrybridge.sink.Led;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final Election election = new Election();
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Reconciler bridge =
      new Reconciler(
          List.of(shop),
          List.of(new Led(cluster, election)),
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
    pass().join();
    cluster.doesNotAnswer();
    shop.forgets("users").speaks();
    var slow = pass();
    await().until(cluster::asked);

    election.passesOn(false);
    election.kept = Map.of("shop", "7/7");
    election.passesOn(true);
    cluster.answers();
    slow.join();

    assertThat(cluster.hosts()).hasSize(2);
    assertThat(election.kept).containsExactly(Map.entry("shop", "7/7"));
    pass().join();
    assertThat(election.kept).as("of its own time").containsExactly(Map.entry("shop", "1/1"));
  }

  private CompletableFuture<?> pass() {
    return bridge.begin(NOON, () -> true).get(0);
  }

  private static final class Election implements Led.Election {

    private volatile Leader leader = new Leader(true, "me", 1, "", Optional.empty());
    private volatile Map<String, String> kept = Map.of();

    void passesOn(boolean here) {
      var holder = here ? "me" : "other";
      leader = new Leader(here, holder, leader.changes() + 1, "", Optional.empty());
    }

    @Override
    public Leader leader() {
      return leader;
    }

    @Override
    public Optional<Map<String, String>> kept() {
      return Optional.of(kept);
    }

    @Override
    public void keep(Map<String, String> words) {
      kept = words;
    }

    @Override
    public boolean settled() {
      return true;
    }

    @Override
    public Decisions decisions() {
      return Decisions.NONE;
    }

    @Override
    public Optional<String> pause(Optional<String> mark) {
      return Optional.empty();
    }

    @Override
    public Optional<String> release(String registry, String mark) {
      return Optional.empty();
    }

    @Override
    public void start(Runnable hint) {}

    @Override
    public void leave() {}

    @Override
    public void close() {}
  }
}
