package io.registrybridge.sink.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.mesh.Keys;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules by which one replica writes and another takes over; seconds are since the start. */
class CandidateTest {

  private static final ZonedDateTime NOON =
      ZonedDateTime.of(2026, 8, 1, 12, 0, 0, 0, ZoneOffset.UTC);

  private final Candidate none = Candidate.of("me", LeaseSettings.DEFAULT);

  @Test
  void nobodyWritesBeforeTheLeaseWasRead() {
    assertThat(none.leads(at(0))).isFalse();
    assertThat(none.mayTake(at(0))).isFalse();
    assertThat(none.settled(at(0))).isFalse();
    assertThat(none.leader(at(0)).trouble()).isEqualTo("the Lease was not read yet");
  }

  @Test
  void whoHasItWritesUntilTheDeadlineAfterItsLastSignOfLife() {
    var mine = none.renewed(deed("me", 1), at(0), at(1));
    assertThat(mine.leads(at(9))).isTrue();
    assertThat(mine.leads(at(10))).as("counted from when it was sent").isFalse();
    assertThat(mine.leader(at(9)).holder()).isEqualTo("me");
    assertThat(mine.leader(at(11)).holder()).as("nobody writes then").isEmpty();
  }

  @Test
  void whoReadsThatItHasItWritesOnlyAfterASignOfLifeOfItsOwn() {
    var read = none.read(Optional.of(deed("me", 1)), at(0));
    assertThat(read.leads(at(0))).isFalse();
    assertThat(read.mayTake(at(0))).isTrue();
    assertThat(read.renewed(deed("me", 2), at(1), at(1)).leads(at(1))).isTrue();
  }

  @Test
  void anothersLeaseIsFreeWhenItGaveNoSignOfLifeForAsLongAsItPromised() {
    var standby = none.read(Optional.of(deed("other", 1)), at(0));
    assertThat(standby.mayTake(at(14))).isFalse();
    assertThat(standby.mayTake(at(15))).isTrue();
    var later = standby.read(Optional.of(deed("other", 2)), at(14));
    assertThat(later.mayTake(at(28))).isFalse();
    assertThat(later.mayTake(at(29))).isTrue();
  }

  @Test
  @Tag("fault")
  void whatTheHoldersClockSaysIsNeverComparedWithAnother() {
    var ancient = deed("other", 1, NOON.minusYears(1), Map.of());
    assertThat(none.read(Optional.of(ancient), at(0)).mayTake(at(14))).isFalse();
  }

  @Test
  void aLeaseThatOnlyWasAnnotatedGaveNoSignOfLife() {
    var standby =
        none.read(Optional.of(deed("other", 1)), at(0))
            .told(deed("other", 2, NOON.plusSeconds(1), Map.of(Keys.PAUSED, "now")), at(10));
    assertThat(standby.mayTake(at(15))).isTrue();
  }

  @Test
  void aLeaseThatWasGivenUpIsFreeAtOnce() {
    var standby = none.read(Optional.of(deed("", 1)), at(0));
    assertThat(standby.mayTake(at(0))).isTrue();
    assertThat(standby.leader(at(0)).holder()).isEmpty();
  }

  @Test
  void aLeaseThatSomebodyDeletedIsMadeAgainByItsHolderAndByAnotherOnlyWhenItWouldBeFree() {
    var holder = none.renewed(deed("me", 1), at(0), at(0)).read(Optional.empty(), at(1));
    assertThat(holder.mayMake(at(1))).isTrue();
    var standby = none.read(Optional.of(deed("other", 1)), at(0)).read(Optional.empty(), at(1));
    assertThat(standby.mayMake(at(14))).as("the holder may not know it yet").isFalse();
    assertThat(standby.mayMake(at(15))).isTrue();
    assertThat(none.read(Optional.empty(), at(0)).mayMake(at(0))).as("there was none").isTrue();
  }

  @Test
  void whoSeesThatAnotherHasItWritesNoMore() {
    var lost = none.renewed(deed("me", 1), at(0), at(0)).told(deed("other", 2), at(1));
    assertThat(lost.leads(at(1))).isFalse();
    assertThat(lost.leader(at(1)).holder()).isEqualTo("other");
  }

  @Test
  void whatIsToldLateIsKnownAlready() {
    var mine = none.renewed(deed("me", 2), at(0), at(0));
    assertThat(mine.told(deed("other", 1), at(1))).isEqualTo(mine);
  }

  @Test
  void itIsCertainWhoLeadsOnceThatOneGaveASignOfLifeInSight() {
    var standby = none.read(Optional.of(deed("other", 1)), at(0));
    assertThat(standby.settled(at(1))).as("it may be dead").isFalse();
    assertThat(standby.told(deed("other", 2), at(2)).settled(at(2))).isTrue();
  }

  @Test
  void comesBackToItWhenThePromiseOrTheDeadlineEnds() {
    var standby = none.read(Optional.of(deed("other", 1)), at(0));
    assertThat(standby.next(at(1))).isEqualTo(Duration.ofSeconds(2));
    assertThat(standby.next(at(14))).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1001));
    var mine = none.renewed(deed("me", 1), at(0), at(0));
    assertThat(mine.next(at(9))).isBetween(Duration.ofMillis(999), Duration.ofMillis(1001));
  }

  @Test
  void aPauseStandsOnTheLease() {
    var paused = none.read(Optional.of(deed("other", 1, NOON, Map.of(Keys.PAUSED, "t"))), at(0));
    assertThat(paused.decisions().paused()).contains("t");
    assertThat(paused.told(deed("other", 2), at(1)).decisions().paused()).isEmpty();
  }

  @Test
  void aWordOfReleaseIsHeardWhenItIsGivenAndNotAfterAStart() {
    var started = none.read(Optional.of(released(1, "before")), at(0));
    assertThat(started.decisions().released()).isEmpty();
    var heard = started.told(released(2, "now"), at(1));
    assertThat(heard.decisions().released()).containsEntry("shop", "now");
  }

  @Test
  void theFirstWordEverIsHeardToo() {
    var heard = none.read(Optional.empty(), at(0)).read(Optional.of(released(1, "now")), at(1));
    assertThat(heard.decisions().released()).containsEntry("shop", "now");
  }

  @Test
  void aWordThatWasGivenWhileTheLeaseCouldNotBeReadIsNotHeardLater() {
    var deaf = none.read(Optional.of(deed("other", 1)), at(0)).failed("the API server is silent");
    var late = deaf.read(Optional.of(released(2, "meanwhile")), at(15));
    assertThat(late.decisions().released()).isEmpty();
    assertThat(late.told(released(3, "again"), at(16)).decisions().released())
        .containsEntry("shop", "again");
  }

  @Test
  void aWordOfPurgeIsHeardWhenItIsGivenAndNotAfterAStart() {
    var started = none.read(Optional.of(purged(1, "before")), at(0));
    assertThat(started.decisions().purged()).isEmpty();
    assertThat(started.told(purged(2, "now"), at(1)).decisions().purged()).contains("now");
  }

  private static Deed purged(long revision, String mark) {
    return deed("other", revision, NOON, Map.of(Keys.PURGED, mark));
  }

  private static Deed released(long revision, String mark) {
    return deed("other", revision, NOON, Map.of(Keys.released("shop"), mark));
  }

  private static Deed deed(String holder, long revision) {
    return deed(holder, revision, NOON.plusSeconds(revision), Map.of());
  }

  private static Deed deed(
      String holder, long revision, ZonedDateTime renewed, Map<String, String> annotations) {
    return new Deed(
        holder,
        Duration.ofSeconds(15),
        Optional.of(NOON),
        Optional.of(renewed),
        1,
        revision,
        new TreeMap<>(annotations));
  }

  /** Far from zero, where nobody may think that nanoTime begins. */
  private static long at(int seconds) {
    return Long.MAX_VALUE
        - Duration.ofSeconds(10).toNanos()
        + Duration.ofSeconds(seconds).toNanos();
  }
}
