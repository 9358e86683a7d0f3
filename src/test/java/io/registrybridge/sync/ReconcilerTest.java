package io.registrybridge.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.registrybridge.plan.Held;
import io.registrybridge.sync.RegistryReport.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ReconcilerTest {

  private final ScriptedRegistry shop = new ScriptedRegistry("shop");
  private final ScriptedRegistry core = new ScriptedRegistry("core");
  private final MemorySink cluster = new MemorySink("cluster");
  private final MemorySink review = new MemorySink("review");
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Reconciler bridge = restarted();

  @BeforeEach
  void listHundredServices() {
    for (var number = 0; number < 100; number++) {
      shop.lists("S" + number, "10.0.0." + number);
    }
  }

  @Test
  void writesWhatTheRegistriesSayToEverySink() {
    shop.speaks();
    var pass = pass();
    assertThat(pass.tally()).isEqualTo(new Tally(200, 0, 0, 0, 0, 0, 0, 0));
    assertThat(cluster.hosts()).hasSize(100).isEqualTo(review.hosts());
    assertThat(pass.registries())
        .hasEntrySatisfying("shop", shop -> assertThat(shop.state()).isEqualTo(State.COMPLETE));
    assertThat(pass.registries())
        .hasEntrySatisfying("core", core -> assertThat(core.state()).isEqualTo(State.UNREAD));
  }

  @Test
  void aPassWithNothingChangedWritesNothing() {
    shop.speaks();
    pass();
    var writes = cluster.writes.get();
    assertThat(pass().tally()).isEqualTo(new Tally(0, 0, 0, 200, 0, 0, 0, 0));
    assertThat(cluster.writes).hasValue(writes);
  }

  @Test
  void aSilentRegistryLosesNothing() {
    shop.speaks();
    pass();
    shop.fallsSilent();
    var pass = pass();
    assertThat(cluster.addresses()).hasSize(100);
    assertThat(pass.tally().heldBack()).isEqualTo(200);
    assertThat(pass.registries().get("shop"))
        .satisfies(report -> assertThat(report).isNotNull())
        .extracting("state", "reason")
        .containsExactly(State.UNAVAILABLE, "connection refused");
  }

  @Test
  void aRegistryDoesNotBleedOutHoweverOftenTheBridgeIsRestarted() {
    shop.speaks();
    pass();
    for (var number = 0; number < 60; number++) {
      shop.forgets("S" + number);
      if (number % 20 == 19) {
        shop.speaks();
        bridge = restarted();
        pass();
        now = now.plus(TestSettings.SETTLE);
        pass();
      }
    }
    assertThat(cluster.hosts()).as("20 went, 40 were too many").hasSize(80);
    assertThat(pass().registries().get("shop"))
        .satisfies(report -> assertThat(report).isNotNull())
        .extracting("reason")
        .isEqualTo("guard: 40 of 100 endpoints and 40 of 100 services are there");
  }

  @Test
  void whatSomebodyTookOutIsNoLossAfterARestartEither() {
    shop.speaks();
    pass();
    for (var number = 0; number < 40; number++) {
      shop.takesOut("S" + number, "10.0.0." + number);
    }
    shop.forgets("S99").speaks();
    pass();
    bridge = restarted();
    var pass = pass();
    assertThat(pass.tally().heldBack()).isZero();
    assertThat(pass.registries().get("shop"))
        .satisfies(report -> assertThat(report).isNotNull())
        .extracting("state")
        .isEqualTo(State.COMPLETE);
    assertThat(cluster.kept()).contains(Map.of("shop", "0/0 1/1"));
  }

  @Test
  void whatCouldNotBeDeletedIsNotCountedTwice() {
    shop.speaks();
    pass();
    cluster.failsAt("s0.mesh");
    shop.forgets("S0").speaks();
    pass();
    assertThat(cluster.kept()).contains(Map.of());
    assertThat(review.kept()).contains(Map.of("shop", "1/1"));
  }

  @Test
  void aBridgeThatRestartsWhileItsRegistryIsDownLosesNothing() {
    shop.speaks();
    pass();
    shop.fallsSilent();
    bridge = restarted();
    var writes = cluster.writes.get();
    pass();
    assertThat(cluster.addresses()).hasSize(100);
    assertThat(cluster.writes).hasValue(writes);

    shop.forgets("S7").speaks();
    pass();
    assertThat(cluster.addresses()).as("it may still register again").hasSize(100);
    now = now.plus(TestSettings.SETTLE);
    pass();
    assertThat(cluster.addresses()).hasSize(99).doesNotContain("10.0.0.7");
    assertThat(cluster.hosts()).hasSize(99);
  }

  @Test
  @Tag("fault")
  void newcomersDoNotMakeUpForWhoIsNotBackYetAfterASilence() {
    shop.speaks();
    pass();
    shop.fallsSilent();
    pass();
    shop.forgets("S7").lists("NEW", "10.0.1.1").speaks();
    pass();
    assertThat(cluster.addresses()).as("it may still register again").hasSize(101);
    now = now.plus(TestSettings.SETTLE);
    pass();
    assertThat(cluster.addresses()).hasSize(100).doesNotContain("10.0.0.7");
  }

  @Test
  @Tag("fault")
  void newcomersDoNotMakeUpForWhoIsNotBackYetWhenABridgeBegins() {
    shop.speaks();
    pass();
    bridge = restarted();
    shop.forgets("S7").lists("NEW", "10.0.1.1").speaks();
    pass();
    assertThat(cluster.addresses()).as("it may still register again").hasSize(101);
    now = now.plus(TestSettings.SETTLE);
    pass();
    assertThat(cluster.addresses()).hasSize(100).doesNotContain("10.0.0.7");
  }

  @Test
  void aBridgeThatRestartsKnowsFromItsSinksWhatAnEmptyRegistryLost() {
    shop.speaks();
    pass();
    bridge = restarted();
    for (var number = 0; number < 100; number++) {
      shop.forgets("S" + number);
    }
    shop.speaks();
    var pass = pass();
    assertThat(cluster.addresses()).hasSize(100);
    assertThat(pass.registries().get("shop")).extracting("state").isEqualTo(State.PARTIAL);
    assertThat(pass.registries().get("shop")).extracting("guard.tripped").isEqualTo(true);
  }

  @Test
  void anEmptiedRegistryIsHeldUntilItIsReleased() {
    core.lists("a", "10.1.0.1")
        .lists("b", "10.1.0.2")
        .lists("c", "10.1.0.3")
        .lists("d", "10.1.0.4")
        .lists("e", "10.1.0.5")
        .speaks();
    pass();
    core.forgets("a").forgets("b").forgets("c").forgets("d").forgets("e").speaks();
    now = now.plus(Duration.ofHours(1));
    assertThat(pass().sinks().get("cluster"))
        .extracting("heldBack")
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(5);
    assertThat(cluster.addresses()).hasSize(5);

    assertThat(bridge.release("core", now))
        .hasValueSatisfying(guard -> assertThat(guard.tripped()).isFalse());
    pass();
    assertThat(cluster.addresses()).isEmpty();
  }

  @Test
  void aSilenceBetweenTwoPassesIsASilence() {
    shop.speaks();
    pass();
    shop.fallsSilent();
    shop.forgets("S7").speaks();
    pass();
    assertThat(cluster.addresses()).as("it may have been restarted").hasSize(100);
  }

  @Test
  void whatIsNotMappedDoesNotMakeUpForWhatIs() {
    shop.speaks();
    pass();
    bridge = restarted();
    for (var number = 0; number < 100; number++) {
      shop.forgets("S" + number);
      shop.lists("OTHER" + number, "host-" + number); // no address that an endpoint may have
    }
    shop.speaks();
    pass();
    assertThat(cluster.addresses()).hasSize(100);
  }

  @Test
  void afterARestartOnlyThoseTakenOutCountThatWereThere() {
    for (var number = 0; number < 100; number++) {
      shop.takesOut("OUT" + number, "10.9.0." + number);
    }
    shop.speaks();
    pass();
    bridge = restarted();
    for (var number = 0; number < 100; number++) {
      shop.forgets("S" + number);
    }
    shop.speaks();
    pass();
    assertThat(cluster.addresses()).hasSize(100);
  }

  @Test
  void whatWasTakenOutWhileTheBridgeWasAwayIsNoLoss() {
    shop.speaks();
    pass();
    bridge = restarted();
    for (var number = 0; number < 60; number++) {
      shop.takesOut("S" + number, "10.0.0." + number);
    }
    shop.speaks();
    pass();
    assertThat(cluster.addresses()).hasSize(40);
  }

  @Test
  void aReleaseOfNothingForgetsNothing() {
    for (var number = 0; number < 100; number++) {
      shop.takesOut("OUT" + number, "10.9.0." + number);
    }
    shop.speaks();
    pass();
    shop.fallsSilent();
    bridge = restarted();
    pass();
    bridge.release("shop", now);
    for (var number = 0; number < 100; number++) {
      shop.forgets("S" + number);
    }
    shop.speaks();
    pass();
    now = now.plus(TestSettings.SETTLE);
    pass();
    assertThat(cluster.addresses()).as("nothing was held when it was released").hasSize(100);
  }

  @Test
  void oneServiceOfManyGoesWithTheNextPass() {
    shop.speaks();
    pass();
    shop.forgets("S7").speaks();
    assertThat(pass().tally().deleted()).isEqualTo(2);
    assertThat(cluster.addresses()).hasSize(99);
  }

  @Test
  void aSinkHoldsOnlyWhatTheRegistriesSayThatFeedIt() {
    bridge = restarted(Map.of("review", Set.of("core")));
    shop.speaks();
    core.lists("a", "10.1.0.1").speaks();
    var pass = pass();
    assertThat(cluster.addresses()).hasSize(101);
    assertThat(review.addresses()).containsExactly("10.1.0.1");
    assertThat(pass.tally()).isEqualTo(new Tally(102, 0, 0, 0, 0, 0, 0, 0));

    core.lists("b", "10.1.0.2").speaks();
    assertThat(pass().tally().heldBack()).isZero();
    assertThat(review.addresses()).containsExactly("10.1.0.1", "10.1.0.2");
  }

  @Test
  void whatCameFromARegistryThatFeedsASinkNoLongerStaysThereAndIsTold() {
    core.lists("a", "10.1.0.1").speaks();
    shop.speaks();
    pass();
    bridge = restarted(Map.of("review", Set.of("core")));
    var pass = pass();
    assertThat(review.addresses()).hasSize(101);
    assertThat(held(pass, "review"))
        .hasSize(100)
        .allSatisfy(
            held -> {
              assertThat(held.registry()).isEqualTo("shop");
              assertThat(held.reason()).contains("registry 'shop' does not feed this sink");
            });
    assertThat(held(pass, "cluster")).isEmpty();
    assertThat(bridge.preview(now))
        .allSatisfy(preview -> assertThat(preview.plan().changes()).isEmpty());
  }

  @Test
  void aRegistrysLossIsMeasuredByTheSinksThatItFeeds() {
    shop.speaks();
    pass();
    cluster.empties();
    bridge = restarted(Map.of("review", Set.of("core")));
    shop.forgets("S7").speaks();
    assertThat(pass().registries().get("shop"))
        .extracting("guard.tripped", "guard.mark.endpoints")
        .containsExactly(false, 99);
  }

  @Test
  void aSinkThatCannotBeReadShowsTheFiguresOfWhenItCould() {
    shop.speaks();
    pass();
    cluster.cannotBeRead("connection refused");
    var since = now;
    pass();
    now = now.plusSeconds(30);
    var sinks = pass().sinks();
    assertThat(sinks.get("cluster"))
        .extracting("resources", "endpoints", "trouble", "troubleSince")
        .containsExactly(100, 100, "connection refused", Optional.of(since));
    assertThat(sinks.get("review"))
        .extracting("resources", "trouble", "troubleSince")
        .containsExactly(100, "", Optional.empty());

    cluster.cannotBeRead("");
    assertThat(pass().sinks().get("cluster"))
        .extracting("troubleSince")
        .isEqualTo(Optional.empty());
  }

  @Test
  void aPurgeDeletesWhatIsOursWhoeverItCameFrom() {
    shop.speaks();
    core.lists("a", "10.1.0.1").speaks();
    pass();
    bridge = restarted(Map.of("review", Set.of("core")));
    cluster.refuses("s7.mesh");
    assertThat(bridge.purges().here(Duration.ZERO))
        .extracting(Purged::sink, Purged::deleted, purged -> purged.failed().size())
        .containsExactly(tuple("cluster", 100, 1), tuple("review", 101, 0));
    assertThat(cluster.hosts()).containsExactly("s7.mesh");
    assertThat(review.hosts()).isEmpty();
  }

  @Test
  void aPurgeTellsOfASinkThatItCouldNotRead() {
    cluster.cannotBeRead("forbidden");
    assertThat(bridge.purges().here(Duration.ZERO))
        .extracting(Purged::deleted, Purged::trouble)
        .containsExactly(tuple(0, "forbidden"), tuple(0, ""));
  }

  @Test
  void aSinkThatCannotBeReadIsNotWrittenAndHoldsUpNoOther(CapturedOutput output) {
    cluster.cannotBeRead("forbidden");
    shop.speaks();
    var pass = pass();
    assertThat(cluster.writes).hasValue(0);
    assertThat(review.hosts()).hasSize(100);
    assertThat(pass.sinks().get("cluster")).extracting("trouble").isEqualTo("forbidden");
    assertThat(output).contains("cluster: cannot be read, so nothing is written: forbidden");
  }

  @Test
  void aSinkThatNobodyLookedAtYetIsNotWrittenAndIsNoTrouble(CapturedOutput output) {
    cluster.nobodyLookedYet();
    shop.speaks();
    assertThat(pass().sinks().get("cluster"))
        .extracting("trouble", "troubleSince")
        .containsExactly("not read yet", Optional.empty());
    assertThat(cluster.writes).hasValue(0);
    assertThat(output).doesNotContain("cluster: cannot be read");
  }

  @Test
  void whatIsInTheWayForAnotherReasonIsToldAnew(CapturedOutput output) {
    shop.speaks();
    pass();
    cluster.belongsTo("other");
    cluster.refuses("s7.mesh");
    pass();
    cluster.belongsTo("prod");
    shop.lists("S7", "10.7.7.7").speaks();
    pass();
    pass();
    assertThat(output.getOut().lines().filter(line -> line.contains("/s7.mesh: re")))
        .hasSize(2)
        .anyMatch(line -> line.contains("rejected: "))
        .anyMatch(line -> line.contains("refused: "));
  }

  @Test
  void aDefectInOneSinkHoldsUpNoOther() {
    cluster.refuses("defect");
    shop.speaks();
    var pass = pass();
    assertThat(review.hosts()).hasSize(100);
    assertThat(pass.sinks().get("cluster"))
        .extracting("trouble")
        .asString()
        .contains("a defect of this sink");
  }

  @Test
  void oneRefusedObjectStopsNoOther() {
    cluster.refuses("s7.mesh");
    shop.speaks();
    var pass = pass();
    assertThat(cluster.hosts()).hasSize(99);
    assertThat(pass.tally().rejected()).isEqualTo(1);
  }

  @Test
  void whileItIsPausedItPlansAndWritesNothing() {
    shop.speaks();
    bridge.begin(now, () -> false, () -> false);
    assertThat(cluster.writes).hasValue(0);
    assertThat(bridge.preview(now))
        .allSatisfy(preview -> assertThat(preview.plan().changes()).hasSize(100));
  }

  @Test
  void aPreviewChangesNothing() {
    shop.speaks();
    bridge.preview(now);
    assertThat(cluster.writes).hasValue(0);
    pass();
    assertThat(bridge.preview(now))
        .allSatisfy(preview -> assertThat(preview.plan().changes()).isEmpty());
  }

  private Pass pass() {
    return Pass.made(bridge, now);
  }

  private static List<Held> held(Pass pass, String sink) {
    return Optional.ofNullable(pass.sinks().get(sink)).orElseThrow().heldBack();
  }

  private Reconciler restarted() {
    return restarted(Map.of());
  }

  private Reconciler restarted(Map<String, Set<String>> feeding) {
    return new Reconciler(
        List.of(shop, core),
        List.of(cluster, review),
        TestSettings.of(feeding, "shop", "core"),
        Runnable::run,
        now);
  }
}
