package io.registrybridge.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowanceTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, false",
    "1, 0, false",
    "1, 1, true",
    "10, 9, false",
    "10, 10, true",
    "11, 10, false",
    "12, 11, true",
    "100, 30, false",
    "100, 31, true"
  })
  void tooMuchIsMoreThanTheShareAndTheCountOrAllThereIs(
      int standing, int leaving, boolean exceeded) {
    assertThat(new Allowance(0.3, 10).exceeded(standing, leaving)).isEqualTo(exceeded);
  }
}
