package io.registrybridge.sync;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two datacenters of one registry, of which one is out of reach for a while. */
class SilentPartitionTest {

  private static final String NEAR = "dc1";
  private static final String FAR = "dc2";

  private final ScriptedRegistry core = new ScriptedRegistry("core");
  private final MemorySink cluster = new MemorySink("cluster");
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Reconciler bridge = restarted();

  @BeforeEach
  void listTwentyInEach() {
    IntStream.range(0, 20).forEach(number -> core.listsIn(NEAR, "n" + number, "10.1.0." + number));
    IntStream.range(0, 20).forEach(number -> core.listsIn(FAR, "f" + number, "10.2.0." + number));
    core.speaks();
    pass();
    assertThat(cluster.addresses()).hasSize(40);
  }

  @Test
  void aSilentOneIsNoLossAndHoldsNothingOfTheOther() {
    core.forgetsIn(NEAR, "n7").speaksWithout(FAR);

    assertThat(tripped(pass())).isFalse();
    assertThat(cluster.addresses()).hasSize(39).doesNotContain("10.1.0.7");
  }

  @Test
  void aLossInTheOtherOneIsStillALoss() {
    IntStream.range(0, 15).forEach(number -> core.forgetsIn(NEAR, "n" + number));
    core.speaksWithout(FAR);

    assertThat(tripped(pass())).isTrue();
    assertThat(cluster.addresses()).hasSize(40);
  }

  @Test
  void oneThatComesBackWithLessIsNotBelievedAtOnce() {
    core.speaksWithout(FAR);
    pass();
    core.forgetsIn(FAR, "f7").speaks();

    assertThat(tripped(pass())).isTrue();
    assertThat(cluster.addresses()).as("it may still register again").hasSize(40);
    now = now.plus(TestSettings.SETTLE);
    pass();
    assertThat(cluster.addresses()).hasSize(39).doesNotContain("10.2.0.7");
  }

  @Test
  void oneThatComesBackWholeIsBelievedAtOnce() {
    core.speaksWithout(FAR);
    pass();
    core.speaks();
    assertThat(tripped(pass())).isFalse();
    core.forgetsIn(FAR, "f7").speaks();
    pass();
    assertThat(cluster.addresses()).hasSize(39);
  }

  @Test
  void aBridgeThatRestartsMeanwhileDoesTheSame() {
    core.speaksWithout(FAR);
    bridge = restarted();

    assertThat(tripped(pass())).isFalse();
    core.forgetsIn(NEAR, "n7").speaksWithout(FAR);
    assertThat(tripped(pass())).isFalse();
    assertThat(cluster.addresses()).hasSize(39).doesNotContain("10.1.0.7");

    core.forgetsIn(FAR, "f7").speaks();
    assertThat(tripped(pass())).isTrue();
    assertThat(cluster.addresses()).contains("10.2.0.7");
  }

  private static boolean tripped(Pass pass) {
    return requireNonNull(pass.registries().get("core")).guard().tripped();
  }

  private Pass pass() {
    now = now.plusSeconds(1);
    return Pass.made(bridge, now);
  }

  private Reconciler restarted() {
    return new Reconciler(
        List.of(core), List.of(cluster), TestSettings.of("core"), Runnable::run, now);
  }
}
