package io.registrybridge.sink.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Held;
import io.registrybridge.plan.Plan;
import io.registrybridge.plan.Rejection;
import io.registrybridge.plan.Rejection.Cause;
import io.registrybridge.sink.Outcome;
import io.registrybridge.sink.Sample;
import io.registrybridge.sink.kubernetes.Notices.Notice;
import io.registrybridge.sink.kubernetes.Notices.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NoticesTest {

  private static final Instant NOON = Instant.parse("2026-08-01T12:00:00Z");
  private static final ResourceId ORDERS = ResourceId.serviceEntry("mesh", "orders.shop.mesh");

  private final Notices notices = new Notices();

  @Test
  void aRefusalIsToldAtOnceAndOnce() {
    assertThat(rejected("taken")).containsExactly(told("taken"));
    assertThat(rejected("taken")).isEmpty();
  }

  @Test
  void aRefusalByTheSinkIsToldLikeOneByThePlan() {
    var change = new Change.Create(Sample.service("mesh", "orders"));
    var outcomes = List.<Outcome>of(new Outcome.Refused(change, "no such port"));

    assertThat(notices.news(Plan.nothing(), outcomes, NOON)).containsExactly(told("no such port"));
  }

  @Test
  void whatFailedIsNoRefusal() {
    var change = new Change.Create(Sample.service("mesh", "orders"));
    var outcomes = List.<Outcome>of(new Outcome.Failed(change, "no answer"));

    assertThat(notices.news(Plan.nothing(), outcomes, NOON)).isEmpty();
  }

  @Test
  void onlyAnotherReasonIsToldAgainAndAnotherNumberIsNone() {
    rejected("not tried again before 12:00:01");
    assertThat(rejected("not tried again before 12:00:09")).isEmpty();
    assertThat(rejected("taken")).containsExactly(told("taken"));
  }

  @Test
  void whatWasGoneMeanwhileIsToldAgain() {
    rejected("taken");
    notices.news(Plan.nothing(), List.of(), NOON);
    assertThat(rejected("taken")).containsExactly(told("taken"));
  }

  @Test
  void whatIsHeldIsToldWhenItStaysSoForAMinute() {
    assertThat(held(NOON)).isEmpty();
    assertThat(held(NOON.plusSeconds(59))).isEmpty();
    assertThat(held(NOON.plusSeconds(60)))
        .containsExactly(new Notice(ORDERS, Reason.HELD_BACK, "shop is silent"));
    assertThat(held(NOON.plusSeconds(90))).isEmpty();
  }

  @Test
  void whatIsHeldAgainWaitsAgain() {
    held(NOON);
    notices.news(Plan.nothing(), List.of(), NOON.plusSeconds(30));
    assertThat(held(NOON.plusSeconds(60))).isEmpty();
  }

  private List<Notice> rejected(String reason) {
    var plan =
        new Plan(
            List.of(),
            List.of(),
            List.of(new Rejection(ORDERS, Cause.REFUSED, reason)),
            0,
            Optional.empty());
    return notices.news(plan, List.of(), NOON);
  }

  private static Notice told(String reason) {
    return new Notice(ORDERS, Reason.REJECTED, reason);
  }

  private List<Notice> held(Instant now) {
    var held = new Held(ORDERS, "shop", "shop is silent", Optional.of(NOON));
    return notices.news(
        new Plan(List.of(), List.of(held), List.of(), 0, Optional.empty()), List.of(), now);
  }
}
