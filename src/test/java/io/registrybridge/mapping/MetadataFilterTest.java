package io.registrybridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataFilterTest {

  @Test
  void withoutRulesEverythingIsChosen() {
    assertThat(MetadataFilter.of(List.of(), List.of()).chosen(Map.of())).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "mesh=true,     true",
    "mesh=TRUE,     true",
    "mesh=t*,       true",
    "mesh,          true",
    "' mesh = true',true",
    "mesh=false,    false",
    "mesh=,         false",
    "mash,          false",
    "url=http://*=1,true"
  })
  void includesWhatFitsOneRule(String rule, boolean chosen) {
    var metadata = Map.of("mesh", "true", "url", "http://x?a=1");

    assertThat(MetadataFilter.of(List.of("other=1", rule), List.of()).chosen(metadata))
        .isEqualTo(chosen);
  }

  @Test
  void whatIsExcludedIsNotChosenWhateverElseFits() {
    var filter = MetadataFilter.of(List.of("mesh=true"), List.of("canary", "mesh=false"));

    assertThat(filter.chosen(Map.of("mesh", "true"))).isTrue();
    assertThat(filter.chosen(Map.of("mesh", "true", "canary", ""))).isFalse();
    assertThat(filter.chosen(Map.of())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "=true", "  =true"})
  void aRuleNamesAKey(String rule) {
    assertThatThrownBy(() -> MetadataFilter.of(List.of(rule), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("names no metadata key");
  }
}
