package io.registrybridge.sink.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.mesh.Form;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Outcome;
import io.registrybridge.sink.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Failure BROKEN = new Failure("broken", false, true);

  private final Backoff backoff = new Backoff();
  private final Write write = create("10.0.0.1");

  @Test
  void letsThroughWhatNeverFailed() {
    assertThat(backoff.waiting(write, NOW)).isEmpty();
    assertThat(backoff.next(NOW)).isEmpty();
  }

  @Test
  void saysTheReasonAgainUntilItIsTime() {
    backoff.judge(write, Optional.of(new Failure("broken", true, true)), NOW);

    assertThat(backoff.waiting(write, NOW).orElseThrow().outcome(write.change()))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused ->
                assertThat(refused.reason())
                    .startsWith("broken; not tried again before 2026-01-02T03:04:0"));
    assertThat(backoff.waiting(write, backoff.next(NOW).orElseThrow())).isEmpty();
  }

  @Test
  void waitsLongerEachTimeButNotForEver() {
    var now = NOW;
    var last = Duration.ZERO;
    for (var i = 0; i < 20; i++) {
      backoff.judge(write, Optional.of(BROKEN), now);
      last = Duration.between(now, backoff.next(now).orElseThrow());
      now = now.plus(last);
      assertThat(last).isBetween(Duration.ofMillis(700), Duration.ofMinutes(5));
    }
    assertThat(last).isGreaterThan(Duration.ofMinutes(3));
  }

  @Test
  void letsThroughWhatIsWantedOtherwise() {
    backoff.judge(write, Optional.of(BROKEN), NOW);

    assertThat(backoff.waiting(create("10.0.0.2"), NOW)).isEmpty();
  }

  /** Each pass that plans it dates it anew. */
  @Test
  void whatDiffersByItsDateAloneIsTheSame() {
    var before = new Standing(write.id(), "ours", List.of(), write.desired(), "u1@1");
    var empty = orders();
    var first = Write.of(new Change.Update(before, empty.emptySince(NOW)));
    var second = Write.of(new Change.Update(before, empty.emptySince(NOW.plusSeconds(1))));
    backoff.judge(first, Optional.of(BROKEN), NOW);

    assertThat(backoff.waiting(second, NOW)).isPresent();
    assertThat(backoff.waiting(Write.of(new Change.Update(before, empty)), NOW)).isEmpty();
    assertThat(repeats(Form.bothSince(NOW), Form.bothSince(NOW.plusSeconds(1)))).isTrue();
    assertThat(repeats(Form.bothSince(NOW), Form.WORKLOADS)).isFalse();
  }

  private boolean repeats(Form one, Form other) {
    var orders = orders("10.0.0.1");
    return Write.of(new Change.Create(orders.in(one)))
        .repeats(Write.of(new Change.Create(orders.in(other))));
  }

  @Test
  void whatIsDueAndCannotBeTriedWakesNobody() {
    backoff.judge(write, Optional.of(BROKEN), NOW);
    var due = backoff.next(NOW).orElseThrow();
    backoff.judge(write, Optional.of(Failure.untried("no requests now")), due);

    assertThat(backoff.next(due)).isEmpty();
    assertThat(backoff.waiting(write, due)).isEmpty();
  }

  @Test
  void letsThroughWhatStandsThereOtherwise() {
    backoff.judge(delete("u1@1"), Optional.of(BROKEN), NOW);

    assertThat(backoff.waiting(delete("u1@1"), NOW)).isPresent();
    assertThat(backoff.waiting(delete("u1@2"), NOW)).isEmpty();
  }

  @Test
  void countsNothingThatWasNotTried() {
    backoff.judge(write, Optional.of(Failure.untried("no turn")), NOW);

    assertThat(backoff.next(NOW)).isEmpty();
  }

  @Test
  void whatFailedAndIsLeftWhenItIsDueFailsStill() {
    backoff.judge(write, Optional.of(new Failure("broken", true, true)), NOW);
    var due = backoff.next(NOW).orElseThrow();
    var left = Optional.of(Failure.left("another pass waits"));

    assertThat(backoff.judge(write, left, due))
        .isInstanceOfSatisfying(
            Outcome.Refused.class, refused -> assertThat(refused.reason()).startsWith("broken;"));
    assertThat(backoff.next(NOW)).as("not counted").contains(due);
    assertThat(backoff.judge(create("10.0.0.2"), left, due)).isInstanceOf(Outcome.Left.class);
  }

  @Test
  void forgetsWhatSucceededAndWhatNobodyAsksFor() {
    backoff.judge(write, Optional.of(BROKEN), NOW);
    assertThat(backoff.judge(write, Optional.empty(), NOW))
        .isEqualTo(new Outcome.Applied(write.change()));
    assertThat(backoff.next(NOW)).isEmpty();

    backoff.judge(write, Optional.of(BROKEN), NOW);
    backoff.keep(List.of());
    assertThat(backoff.next(NOW)).isEmpty();
  }

  private static Write create(String address) {
    return Write.of(new Change.Create(orders(address)));
  }

  private static Write delete(String version) {
    var orders = orders("10.0.0.1");
    return Write.of(
        new Change.Delete(
            new Standing(orders.id(), "ours", List.of(), Optional.of(orders), version)));
  }

  private static MeshService orders(String... addresses) {
    return Sample.service("mesh", "orders", addresses);
  }
}
