package io.registrybridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a configuration spells alike is equal, and nothing else is. */
class RuleValuesTest {

  static Stream<Arguments> rules() {
    return Stream.of(
        rule("host", n -> HostPattern.parse("{service}." + n + ".mesh")),
        rule("include", n -> Names.of(List.of("a" + n), List.of())),
        rule("exclude", n -> Names.of(List.of(), List.of("a" + n))),
        rule("include-metadata", n -> MetadataFilter.of(List.of("a" + n), List.of())),
        rule("exclude-metadata", n -> MetadataFilter.of(List.of(), List.of("a" + n))),
        rule("allow", n -> Addresses.of(List.of("10.0.0.0/" + n), List.of())),
        rule("deny", n -> Addresses.of(List.of(), List.of("10.0.0.0/" + n))),
        rule("vip-cidr", n -> AddressPool.parse("10." + n + ".0.0/16")),
        rule("vip-cidr of a size", n -> AddressPool.parse("10.0.0.0/" + n)),
        rule("vip-cidr of a family", n -> AddressPool.parse(n == 8 ? "0.0.0.0/24" : "::/120")));
  }

  private static Arguments rule(String name, IntFunction<Object> rule) {
    return arguments(name, rule);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void whatIsSpelledAlikeIsEqual(String name, IntFunction<Object> rule) {
    assertThat(rule.apply(8))
        .as(name)
        .isEqualTo(rule.apply(8))
        .hasSameHashCodeAs(rule.apply(8))
        .isNotEqualTo(rule.apply(9))
        .doesNotHaveSameHashCodeAs(rule.apply(9))
        .isNotEqualTo("8");
  }
}
