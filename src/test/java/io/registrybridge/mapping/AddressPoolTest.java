package io.registrybridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPoolTest {

  @Test
  void leadsAHostToTheSameAddressAlways() {
    assertThat(address("240.241.0.0/16", Set.of())).isEqualTo("240.241.169.95");
    assertThat(address("fd00:1::/64", Set.of())).isEqualTo("fd00:1:0:0:6cae:3c6e:fea2:920b");
  }

  @Test
  void leadsItOnWhereThatIsTaken() {
    var first = address("240.241.0.0/16", Set.of());

    assertThat(address("240.241.0.0/16", Set.of(first))).isNotEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource({"240.241.0.0/16", "10.1.2.248/29", "240.0.0.0/4", "fd00:1::/64", "fd00::/120"})
  void givesNothingButItsOwnAndNeitherTheFirstNorTheLast(String cidr) {
    var pool = AddressPool.parse(cidr);
    var given =
        IntStream.range(0, 500)
            .mapToObj(host -> pool.address("h" + host, none -> false, 0).orElseThrow())
            .toList();
    assertThat(given)
        .allMatch(pool::contains)
        .noneMatch(address -> address.endsWith(".0.0") || address.endsWith(".255.255"))
        .doesNotContain("10.1.2.248", "10.1.2.255", "fd00:1:0:0:0:0:0:0", "fd00:0:0:0:0:0:0:0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/30", "10.0.0.0/28", "10.0.0.0/24", "fd00::/121"})
  void givesAllThatItHasAndThenNoMore(String cidr) {
    var pool = AddressPool.parse(cidr);
    var taken = new HashSet<String>();

    for (var host = 0; host < pool.size().intValueExact(); host++) {
      var address = pool.address("h" + host, taken::contains, taken.size());
      assertThat(address).isPresent();
      assertThat(taken.add(address.get())).isTrue();
    }

    assertThat(pool.address("one-more", taken::contains, taken.size())).isEmpty();
  }

  @Test
  void findsTheLastAddressThatIsFreeWhereverItIs() {
    var pool = AddressPool.parse("10.0.0.0/26");
    var all = IntStream.rangeClosed(1, 62).mapToObj(last -> "10.0.0." + last).toList();
    for (var free : all) {
      assertThat(pool.address("orders", one -> !one.equals(free), all.size() - 1)).contains(free);
    }
  }

  @Test
  void knowsItsOwn() {
    var pool = AddressPool.parse("240.241.7.9/16");

    assertThat(pool).hasToString("240.241.0.0/16");
    assertThat(pool.contains("240.241.255.1")).isTrue();
    assertThat(pool.contains("240.242.0.1")).isFalse();
    assertThat(pool.contains("fd00::1")).isFalse();
    assertThat(pool.contains("::f0f1:1")).as("240.241.0.1 as a number").isFalse();
    assertThat(pool.contains("240.241.0.0/28")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "10.0.0.0", "10.0.0/8", "host/8", "10.0.0.0/x", "10.0.0.0/-1", "10.0.0.0/31"})
  void refusesWhatIsNoBlockInWords(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AddressPool.parse(text))
        .withMessageStartingWith("'" + text + "' ");
  }

  private static String address(String cidr, Set<String> taken) {
    return AddressPool.parse(cidr)
        .address("orders.shop.mesh", taken::contains, taken.size())
        .orElseThrow();
  }
}
