package io.registrybridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource({
    "orders, ORDERS, true",
    "orders, orders-2, false",
    "*, '', true",
    "*, orders, true",
    "or*, orders, true",
    "or*, or, true",
    "or*, stock, false",
    "*ers, orders, true",
    "o*s, orders, true",
    "aa*aa, aaa, false",
    "*a*, a, true",
    "*a*, xay, true",
    "*a*, xyz, false",
    "x*a*y, xay, true",
    "a*b*c, axbxc, true",
    "a*b*b, ab, false",
    "*aa*aa*, aaa, false",
    "*aa*aa*, aaxaa, true",
    "*b*a*, xab, false",
    "*a*b*, xab, true"
  })
  void aStarStandsForAnyText(String pattern, String text, boolean fits) {
    assertThat(Glob.of(pattern).fits(text)).isEqualTo(fits);
  }
}
