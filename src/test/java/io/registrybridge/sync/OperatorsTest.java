package io.registrybridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.sink.Decisions;
import io.registrybridge.sink.Leader;
import io.registrybridge.sink.Leadership;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OperatorsTest {

  private final Shared east = new Shared();
  private final Shared west = new Shared();
  private final Operators here = new Operators(List.of(east, west), Clock.systemUTC());
  private final Operators elsewhere = new Operators(List.of(east, west), Clock.systemUTC());

  @Test
  void withoutAnythingSharedAWordIsForThisReplicaAlone() {
    var alone = new Operators(List.of(), Clock.systemUTC());
    assertThat(alone.pause()).isEmpty();
    assertThat(alone.paused()).isTrue();
    assertThat(alone.release("shop")).isEmpty();
    assertThat(alone.resume()).isEmpty();
    assertThat(alone.paused()).isFalse();
  }

  @Test
  void aPauseHoldsEverywhereUntilSomebodyResumes() {
    here.pause();
    assertThat(elsewhere.paused()).isTrue();
    elsewhere.resume();
    assertThat(here.paused()).isFalse();
  }

  @Test
  void aPauseThatOneSinkHasIsAPauseAndAResumeHasToReachAll() {
    west.trouble = "west is silent";
    assertThat(here.pause()).isEmpty();
    assertThat(here.paused()).isTrue();
    east.trouble = "east is silent";
    assertThat(here.resume()).contains("east is silent; west is silent");
    assertThat(here.paused()).isTrue();
    assertThat(here.pause()).contains("east is silent; west is silent");
  }

  @Test
  void aReleaseIsHeardOnceByEveryOtherReplica() {
    here.release("shop");
    assertThat(here.released()).as("it knows").isEmpty();
    assertThat(elsewhere.released()).containsExactly("shop");
    assertThat(elsewhere.released()).isEmpty();
    here.release("shop");
    assertThat(elsewhere.released()).as("another word").containsExactly("shop");
  }

  @Test
  void aReleaseThatNobodyWasToldOfIsNone() {
    east.trouble = "east is silent";
    assertThat(here.release("shop")).isEmpty();
    west.trouble = "west is silent";
    assertThat(here.release("shop")).contains("east is silent; west is silent");
  }

  @Test
  void aPurgeIsHeardOnceByEveryOtherReplicaAndOnlyUntilSomebodyResumes() {
    here.pause();
    assertThat(here.purge()).isEmpty();
    assertThat(here.purged()).as("it knows").isFalse();
    assertThat(elsewhere.purged()).isTrue();
    assertThat(elsewhere.purged()).isFalse();
    here.pause();
    here.purge();
    here.resume();
    assertThat(elsewhere.purged()).as("an old word").isFalse();
    here.pause();
    assertThat(elsewhere.purged()).as("only a pause").isFalse();
  }

  @Test
  void aPurgeThatNobodyWasToldOfIsNone() {
    here.pause();
    east.trouble = "east is silent";
    west.trouble = "west is silent";
    assertThat(here.purge()).contains("east is silent; west is silent");
  }

  /** What replicas agree on, as if all of them were in this test. */
  private static final class Shared implements Leadership {

    private final TreeMap<String, String> released = new TreeMap<>();
    private Optional<String> paused = Optional.empty();
    private Optional<String> purged = Optional.empty();
    private String trouble = "";

    @Override
    public Leader leader() {
      return Leader.SOLE;
    }

    @Override
    public boolean settled() {
      return true;
    }

    @Override
    public Decisions decisions() {
      return new Decisions(paused, released, purged);
    }

    @Override
    public Optional<String> pause(Optional<String> mark) {
      return told(() -> paused = mark);
    }

    @Override
    public Optional<String> release(String registry, String mark) {
      return told(() -> released.put(registry, mark));
    }

    @Override
    public Optional<String> purge(String mark) {
      return told(() -> purged = Optional.of(mark));
    }

    private Optional<String> told(Runnable word) {
      if (trouble.isEmpty()) {
        word.run();
        return Optional.empty();
      }
      return Optional.of(trouble);
    }
  }
}
