package io.registrybridge.registry.nacos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SayingTest {

  private static final String NOTICE =
      """
      {"requestId": "7", "namespace": "prod", "serviceInfo": {"name": "orders", "groupName": "shop",
      "hosts": [{"ip": "10.0.0.1", "metadata": {"%s": "x"}}]}}
      """;

  @Test
  void anInstanceWithALongKeyHidesNoNotice() {
    var saying = said(NOTICE.formatted("k".repeat(200_000)));

    assertThat(saying.requestId()).isEqualTo("7");
    assertThat(saying.notice()).isEqualTo(said(NOTICE.formatted("version")).notice()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{", "{\"serviceInfo\": 1}"})
  void whatCannotBeReadNamesNothing(String body) {
    assertThat(said(body)).isEqualTo(said("{}"));
    assertThat(said(body).notice()).isEmpty();
  }

  private static Saying said(String body) {
    return Saying.in(new Message("NotifySubscriberRequest", body));
  }
}
