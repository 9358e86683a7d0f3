package io.registrybridge.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlawTest {

  private static final ServiceKey ORDERS = new ServiceKey("shop", "", "ORDERS");

  @Test
  void saysNoMoreThanAPersonReads() {
    var endless = "x".repeat(1 << 20);
    var flaw = new Flaw(ORDERS, endless, endless);
    assertThat(flaw.subject()).hasSize(203).endsWith("...");
    assertThat(flaw.reason()).hasSize(503);
    assertThat(Flaw.brief(endless)).hasSize(103);
    assertThat(Flaw.brief("v1")).isEqualTo("v1");
  }

  @Test
  void showsNothingThatCannotBeSeen() {
    var flaw = new Flaw(ORDERS, "a\u0000\u001b[2J", "b\nc\u202ed\u2028\ud83d e");
    assertThat(flaw.subject()).isEqualTo("a??[2J");
    assertThat(flaw.reason()).isEqualTo("b?c?d?? e");
  }
}
