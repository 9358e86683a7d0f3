package io.registrybridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AgendaTest {

  private static final Timing TIMING =
      new Timing(Duration.ofSeconds(30), Duration.ofMillis(100), Duration.ofSeconds(1));

  @Test
  void withoutHintsThePassIsDueAfterTheInterval() {
    assertThat(Agenda.from(0).due(ms(29_000), TIMING)).isEqualTo(ms(1_000));
  }

  @Test
  void theFirstHintIsDueAtOnce() {
    var agenda = Agenda.from(0).hint(ms(500));
    assertThat(agenda.due(ms(500), TIMING)).isZero();
  }

  @Test
  void aHintWithinTheQuietPeriodWaitsForItsEnd() {
    var agenda = Agenda.from(0).hint(ms(500)).begun().ended(ms(600)).hint(ms(630));
    assertThat(agenda.due(ms(630), TIMING)).isEqualTo(ms(100));
  }

  @Test
  void aHintDuringAPassIsOneMorePass() {
    var agenda = Agenda.from(0).hint(ms(500)).begun().hint(ms(550)).ended(ms(600));
    assertThat(agenda.due(ms(600), TIMING)).isEqualTo(ms(100));
    assertThat(agenda.due(ms(700), TIMING)).isZero();
  }

  @Test
  void hintsThatKeepComingPutThePassOffNoLongerThanTheLongestWait() {
    var agenda = Agenda.from(0).begun().ended(ms(600));
    for (var at = 650; at <= 1_640; at += 50) {
      agenda = agenda.hint(ms(at));
    }
    assertThat(agenda.due(ms(1_640), TIMING)).isEqualTo(ms(10));
  }

  @Test
  void aHintIsNeverDueLaterThanTheInterval() {
    var slow = new Timing(Duration.ofMillis(50), Duration.ofSeconds(10), Duration.ofSeconds(20));
    assertThat(Agenda.from(0).hint(ms(10)).due(ms(10), slow)).isEqualTo(ms(40));
  }

  @Test
  void aPassIsToldHowLongTheFirstOfItsHintsHasWaited() {
    var agenda = Agenda.from(0).hint(ms(500)).hint(ms(550));
    assertThat(agenda.waited(ms(600))).isEqualTo(ms(100));
    assertThat(agenda.begun().waited(ms(600))).isZero();
  }

  private static long ms(long milliseconds) {
    return Duration.ofMillis(milliseconds).toNanos();
  }
}
