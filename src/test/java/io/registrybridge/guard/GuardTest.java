package io.registrybridge.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import io.registrybridge.registry.Gap;
import io.registrybridge.registry.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Limits LIMITS =
      new Limits(0.3, 10, Duration.ofMinutes(10), Duration.ofSeconds(90));

  private Guard guard = Guard.from(Level.NOTHING, START);
  private Instant now = START;

  @Test
  void believesOrdinaryRemovalsAtOnce() {
    read(50);
    read(49);
    assertThat(guard.tripped()).isFalse();
    assertThat(guard.judged(reading(49))).isInstanceOf(Reading.Complete.class);
  }

  @Test
  void tripsWhenMoreThanTheShareAndTheCountAreLost() {
    read(50);
    read(35);
    assertThat(guard.tripped()).as("15 of 50 is 30 %, not more").isFalse();
    read(34);
    assertThat(guard.tripped()).isTrue();
    var judged = guard.judged(reading(34));
    assertThat(judged.gaps()).containsExactly(new Gap.OfAnything("shop"));
    assertThat(judged.reason())
        .isEqualTo("guard: 34 of 50 endpoints and 34 of 50 services are there");
  }

  @Test
  void smallRegistriesMayLoseMuchButNotEverything() {
    read(5);
    read(1);
    assertThat(guard.tripped()).isFalse();
    read(0);
    assertThat(guard.tripped()).isTrue();
  }

  @Test
  void aSlowBleedWithinTheWindowTrips() {
    read(100);
    for (var left = 99; left >= 70; left--) {
      read(left);
      assertThat(guard.tripped()).isFalse();
    }
    read(69);
    assertThat(guard.tripped()).isTrue();
  }

  @Test
  void whatWasLostBeforeTheWindowIsForgotten() {
    read(100);
    read(75);
    pass(Duration.ofMinutes(11));
    read(75);
    read(60);
    assertThat(guard.tripped()).isFalse();
    assertThat(guard.mark().endpoints()).isEqualTo(75);
  }

  @Test
  void aLevelHoldsThroughASilenceLongerThanTheWindow() {
    read(100);
    silence();
    pass(Duration.ofHours(5));
    silence();
    read(0);
    assertThat(guard.tripped()).isTrue();
    assertThat(guard.mark().endpoints()).isEqualTo(100);
  }

  @Test
  void aSinkIsTheMarkOfARegistryThatWasNotReadYet() {
    guard = Guard.from(new Level(100, 100), START);
    silence();
    pass(Duration.ofHours(5));
    read(0);
    assertThat(guard.tripped()).isTrue();
  }

  @Test
  void whatIsNotTheRegistrysToLoseIsNotMeasured() {
    guard = Guard.from(new Level(100, 100), START);
    var without = guard.recounting(new Level(100, 100), new Level(10, 10));
    read(10);
    assertThat(guard.tripped()).isTrue();
    assertThat(guard.recounting(new Level(100, 100), new Level(10, 10)).tripped())
        .as("a trip stays")
        .isTrue();
    guard = without;
    read(10);
    assertThat(guard.tripped()).isFalse();
  }

  @Test
  void anyLossAfterASilenceWaitsUntilItSettled() {
    read(100);
    silence();
    read(99);
    assertThat(guard.tripped()).isTrue();
    assertThat(guard.judged(reading(99)).reason())
        .isEqualTo(
            "guard: back after a silence, and not whole:"
                + " 99 of 100 endpoints and 99 of 100 services are there;"
                + " believed at "
                + now.plusSeconds(90)
                + " if that lasts");
    pass(Duration.ofSeconds(89));
    read(99);
    assertThat(guard.tripped()).isTrue();
    pass(Duration.ofSeconds(1));
    read(99);
    assertThat(guard.tripped()).isFalse();
  }

  @Test
  void whatCameDuringASilenceDoesNotMakeUpForWhatIsMissingAfterIt() {
    read(100);
    silence();
    judge(reading(100), true);
    assertThat(guard.judged(reading(100)).reason())
        .isEqualTo(
            "guard: back after a silence, and not whole: as much is there as before, but not the"
                + " same; believed at "
                + now.plusSeconds(90)
                + " if that lasts");
    pass(Duration.ofSeconds(90));
    read(100);
    assertThat(guard.tripped()).isFalse();
  }

  @Test
  void whatIsReplacedWithoutASilenceIsBelievedAtOnce() {
    read(100);
    judge(reading(100), true);
    assertThat(guard.tripped()).isFalse();
  }

  @Test
  void aRegistryThatComesBackWholeIsBelievedAtOnce() {
    read(100);
    silence();
    read(100);
    assertThat(guard.tripped()).isFalse();
  }

  @Test
  @Tag("fault")
  void whatGoesMissingSoonAfterASilenceWaitsToo() {
    read(100);
    silence(Duration.ofSeconds(60));
    read(100);
    pass(Duration.ofSeconds(59));
    read(99);
    assertThat(guard.tripped()).isTrue();
    pass(Duration.ofSeconds(90));
    read(99);
    assertThat(guard.tripped()).isFalse();
  }

  @Test
  void aSilenceExplainsNothingForLongerThanItWas() {
    read(100);
    silence(Duration.ofSeconds(20));
    read(100);
    pass(Duration.ofSeconds(20));
    read(99);
    assertThat(guard.tripped()).isFalse();
  }

  @Test
  void noSilenceExplainsAnythingForLongerThanTheSettleTime() {
    read(100);
    silence(Duration.ofHours(5));
    read(100);
    silence(Duration.ofSeconds(1));
    read(100);
    pass(Duration.ofSeconds(88));
    read(99);
    assertThat(guard.tripped()).isTrue();
    guard = guard.released(now);
    silence(Duration.ofHours(5));
    read(99);
    pass(Duration.ofSeconds(90));
    read(98);
    assertThat(guard.tripped()).isFalse();
  }

  @Test
  @Tag("fault")
  void onlyTheTimeInWhichTheRegistrySpeaksSettlesALoss() {
    read(100);
    silence(Duration.ZERO);
    read(99);
    pass(Duration.ofSeconds(60));
    read(99);
    silence(Duration.ofHours(5));
    read(99);
    assertThat(guard.tripped()).isTrue();
    pass(Duration.ofSeconds(29));
    read(99);
    assertThat(guard.tripped()).isTrue();
    pass(Duration.ofSeconds(1));
    read(99);
    assertThat(guard.tripped()).isFalse();
  }

  @Test
  void whatGoesMissingInTheAftermathOfASilenceWaitsThoughMoreIsHeldAlready() {
    read(100);
    silence(Duration.ofSeconds(90));
    read(99);
    pass(Duration.ofSeconds(85));
    read(80);
    pass(Duration.ofSeconds(89));
    read(80);
    assertThat(guard.tripped()).isTrue();
    pass(Duration.ofSeconds(1));
    read(80);
    assertThat(guard.tripped()).isFalse();
  }

  @Test
  void whatIsMissingAfterASecondSilenceWaitsThoughMoreIsHeldAlready() {
    read(100);
    silence(Duration.ZERO);
    read(99);
    pass(Duration.ofSeconds(80));
    silence(Duration.ofHours(5));
    judge(reading(99), true);
    pass(Duration.ofSeconds(89));
    read(99);
    assertThat(guard.tripped()).isTrue();
    pass(Duration.ofSeconds(1));
    read(99);
    assertThat(guard.tripped()).isFalse();
  }

  @Test
  void oneThatIsSilentForAMomentEveryMinuteSettlesAllTheSame() {
    read(1000);
    for (var minute = 1; minute <= 2; minute++) {
      silence(Duration.ofSeconds(5));
      read(1000 - minute);
      pass(Duration.ofSeconds(50));
      read(1000 - minute);
    }
    assertThat(guard.tripped()).isFalse();
  }

  @Test
  void thatABridgeReadsForLongAtItsBeginningIsNoSilenceOfTheRegistrys() {
    beginAnew(100);
    silence(Duration.ofSeconds(60));
    read(100);
    pass(Duration.ofSeconds(1));
    read(99);
    assertThat(guard.tripped()).isFalse();
  }

  @Test
  void anOperatorWhoLetsGoKnowsBetterThanTheSilence() {
    read(100);
    silence(Duration.ofSeconds(60));
    read(99);
    guard = guard.released(now);
    read(98);
    assertThat(guard.tripped()).isFalse();
  }

  @Test
  void staysTrippedUntilTheLevelWasWithinTheLimitsForTheSettleTime() {
    read(100);
    read(0);
    for (var back = 0; back < 70; back += 10) {
      pass(Duration.ofSeconds(30));
      read(back);
      assertThat(guard.tripped()).as("%d are back", back).isTrue();
    }
    read(80);
    pass(Duration.ofSeconds(60));
    read(20);
    pass(Duration.ofSeconds(60));
    read(80);
    assertThat(guard.tripped()).as("the level fell again in between").isTrue();
    pass(Duration.ofSeconds(90));
    read(80);
    assertThat(guard.tripped()).isFalse();
  }

  @Test
  void saysHowMuchIsThereNowAndWhenThatIsBelieved() {
    read(100);
    read(0);
    pass(Duration.ofSeconds(30));
    read(80);
    var settled = now.plusSeconds(90);
    pass(Duration.ofSeconds(30));
    read(75);
    assertThat(guard.judged(reading(75)).reason())
        .isEqualTo(
            "guard: 75 of 100 endpoints and 75 of 100 services are there; believed at "
                + settled
                + " if that lasts");
  }

  @Test
  void tellsTheLatestLevelAndSinceWhenAbsencesAreNotBelieved() {
    read(50);
    assertThat(guard.since()).isEmpty();
    pass(Duration.ofSeconds(10));
    read(20);
    var tripped = now;
    pass(Duration.ofSeconds(10));
    read(25);
    assertThat(guard.since()).contains(tripped);
    assertThat(guard.level()).isEqualTo(new Level(25, 25));
    assertThat(guard.mark()).isEqualTo(new Level(50, 50));
  }

  @Test
  void withoutAWindowALossCountsAgainstTheReadingBeforeAlone() {
    var limits = new Limits(0.3, 10, Duration.ZERO, Duration.ofSeconds(90));
    for (var left : List.of(100, 75, 55, 40)) {
      guard = guard.after(reading(left), new Level(left, left), false, limits, now);
      assertThat(guard.tripped()).isFalse();
      assertThat(guard.losses()).isEqualTo(Losses.NONE);
      pass(Duration.ofSeconds(1));
    }
  }

  @Test
  void releaseLetsGoWhatIsLostNowAndNothingLater() {
    read(100);
    read(50);
    guard = guard.released(now);
    assertThat(guard.tripped()).isFalse();
    read(50);
    assertThat(guard.tripped()).isFalse();
    read(20);
    assertThat(guard.tripped()).isTrue();
  }

  @Test
  void whatHasSettledCountsTowardsTheNextLoss() {
    read(100);
    silence();
    read(75);
    pass(Duration.ofSeconds(90));
    read(75);
    assertThat(guard.tripped()).isFalse();
    silence();
    read(75);
    assertThat(guard.tripped()).as("nothing was lost in this silence").isFalse();
    read(60);
    assertThat(guard.tripped()).isTrue();
    assertThat(guard.mark().endpoints()).isEqualTo(100);
  }

  @Test
  void aRestartForgetsNoLoss() {
    read(100);
    read(75);
    beginAnew(75);
    read(75);
    assertThat(guard.tripped()).as("nothing was lost meanwhile").isFalse();
    read(60);
    assertThat(guard.tripped()).isTrue();
  }

  @Test
  void whatWasLostInAnEarlierRunIsForgottenWhenThisOneHasLastedForTheWindow() {
    read(100);
    read(75);
    beginAnew(75);
    pass(Duration.ofHours(5));
    beginAnew(75);
    read(75);
    assertThat(guard.losses()).isNotEqualTo(Losses.NONE);
    pass(Duration.ofMinutes(11));
    read(74);
    assertThat(guard.losses().text()).isEqualTo("1/1");
    read(60);
    assertThat(guard.tripped()).isFalse();
  }

  @Test
  void aLossCountsForTenRuns() {
    read(100);
    read(75);
    for (var run = 1; run < Losses.RUNS; run++) {
      beginAnew(75);
      read(75);
    }
    assertThat(guard.losses().text()).endsWith(" 25/25");
    beginAnew(75);
    read(75);
    assertThat(guard.losses()).isEqualTo(Losses.NONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 50, 200, 1000})
  void noLossBeyondTheLimitsPassesHoweverOftenItBeginsAnew(int all) {
    for (var seed = 1; seed <= 300; seed++) {
      var random = new Random(seed);
      guard = Guard.from(Level.NOTHING, START);
      now = START;
      read(all);
      var left = all;
      for (var run = 1; run < Losses.RUNS && !guard.tripped(); run++) {
        var before = left;
        left = Math.max(0, left - random.nextInt(all / 4 + 1));
        beginAnew(before);
        read(left);
        pass(LIMITS.settle());
        read(left);
        var lost = all - left;
        assertThat(guard.tripped())
            .as("seed %d, run %d, %d of %d lost", seed, run, lost, all)
            .isEqualTo(left == 0 || (lost > 10 && lost > 0.3 * all));
      }
    }
  }

  @Test
  void whatIsKeptIsReadAgain() {
    var losses = new Losses(List.of(new Level(12, 1), Level.NOTHING, new Level(29, 3)));
    assertThat(losses.text()).isEqualTo("12/1 0/0 29/3");
    assertThat(Losses.parse(losses.text())).contains(losses);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1", "1/", "-1/1", "1/1 ", "1/1  2/2", "99999999999/1", "a/b", "1/1\n"})
  void whatIsNoWordOfItsOwnIsNotRead(String text) {
    assertThat(Losses.parse(text)).isEmpty();
  }

  /** Another run of the bridge, which finds this many in the sinks. */
  private void beginAnew(int standing) {
    var losses = Losses.parse(guard.losses().text()).orElse(Losses.NONE);
    guard = Guard.from(new Level(standing, standing), now).recalling(losses);
  }

  @Test
  void whatSomebodyTookOutIsNoLoss() {
    read(50);
    judge(reading(services(50, Status.OUT)));
    assertThat(guard.tripped()).isFalse();
  }

  @Test
  void whatFailedIsALoss() {
    read(50);
    judge(reading(services(50, Status.FAILED)));
    assertThat(guard.tripped()).isTrue();
  }

  @Test
  void replacedAndMovedInstancesAreNoLoss() {
    read(50);
    var moved =
        IntStream.range(0, 50)
            .mapToObj(number -> service("S" + number, "other-" + number, Status.UP))
            .toList();
    judge(reading(moved));
    assertThat(guard.tripped()).isFalse();
  }

  @Test
  void aPartialReadingWithASmallGapIsWatchedToo() {
    read(50);
    var few =
        new Reading.Partial(
            "shop",
            now,
            Catalog.of(services(5, Status.UP), List.of()),
            List.of(new Gap.OfService(new ServiceKey("shop", "", "X"))),
            "one is malformed");
    judge(few);
    assertThat(guard.judged(few).gaps()).contains(new Gap.OfAnything("shop"));
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 50, 200, 1000})
  void noLossBeyondTheLimitsPassesHoweverItIsSpread(int all) {
    for (var seed = 1; seed <= 300; seed++) {
      var random = new Random(seed);
      guard = Guard.from(Level.NOTHING, START);
      now = START;
      read(all);
      var left = all;
      while (left > 0 && !guard.tripped()) {
        left = Math.max(0, left - 1 - random.nextInt(all / 4 + 1));
        pass(Duration.ofMillis(random.nextInt(1000)));
        read(left);
        var lost = all - left;
        assertThat(guard.tripped())
            .as("seed %d, %d of %d lost", seed, lost, all)
            .isEqualTo(left == 0 || (lost > 10 && lost > 0.3 * all));
      }
    }
  }

  private void read(int services) {
    judge(reading(services));
  }

  private void judge(Reading reading) {
    judge(reading, false);
  }

  private void judge(Reading reading, boolean lacking) {
    guard = guard.after(reading, level(reading.catalog()), lacking, LIMITS, now);
  }

  private static Level level(Catalog catalog) {
    var there =
        catalog.services().values().stream()
            .map(
                service ->
                    service.instances().stream()
                        .filter(instance -> instance.status() != Status.FAILED)
                        .count())
            .filter(count -> count > 0)
            .toList();
    return new Level(there.stream().mapToInt(Long::intValue).sum(), there.size());
  }

  private void silence() {
    judge(new Reading.Unavailable("shop", now, "refused"));
  }

  private void silence(Duration length) {
    silence();
    pass(length);
    silence();
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private Reading reading(int services) {
    return reading(services(services, Status.UP));
  }

  private Reading reading(List<Service> services) {
    return new Reading.Complete("shop", now, Catalog.of(services, List.of()));
  }

  private static List<Service> services(int count, Status status) {
    var services = new ArrayList<Service>();
    for (var number = 0; number < count; number++) {
      services.add(service("S" + number, "i-" + number, status));
    }
    return services;
  }

  private static Service service(String name, String instance, Status status) {
    return Service.of(
        new ServiceKey("shop", "", name),
        List.of(Instance.of(instance, "10.0.0.1", Map.of("primary", 80), status, Map.of())));
  }
}
