package io.registrybridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.registrybridge.catalog.ServiceKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPatternTest {

  @ParameterizedTest
  @CsvSource({
    "{service}.{registry}.mesh, '', orders.shop.mesh",
    "{service}.{partition}.mesh, '', orders.default.mesh",
    "{service}.{partition}.mesh, DC 1, orders.dc-1.mesh",
    "x-{service}.mesh, '', x-orders.mesh"
  })
  void aHostIsMadeOfWhatAServiceIsCalled(String pattern, String partition, String host) {
    var parsed = HostPattern.parse(pattern);
    assertThat(parsed.host(new ServiceKey("shop", partition, "ORDERS"))).isEqualTo(host);
    assertThat(parsed).hasToString(pattern);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{name}.mesh",
        "{service}.{zone}.mesh",
        "{registry}.mesh",
        "{service}",
        "{service}.Mesh",
        "{service}..mesh",
        "{service}.svc",
        "{service}.ns.svc.cluster.local"
      })
  void refusesInWordsWhatGivesNoHost(String pattern) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostPattern.parse(pattern))
        .withMessageContaining("{");
  }
}
