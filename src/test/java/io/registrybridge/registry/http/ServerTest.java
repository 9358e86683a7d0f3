package io.registrybridge.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerTest {

  @ParameterizedTest
  @CsvSource({
    "http://eureka:8761/eureka,        http://eureka:8761/eureka/apps",
    "http://eureka:8761/eureka/,       http://eureka:8761/eureka/apps",
    "https://eureka,                   https://eureka/apps",
    "http://[fd00::1]:8761/eureka//,   http://[fd00::1]:8761/eureka/apps",
    "http://me:secret@eureka/a%20b,    http://eureka/a%20b/apps"
  })
  void thePathIsAppendedToTheUrlWithoutItsCredentials(String url, String asked) {
    assertThat(Server.wellFormed(url)).isTrue();
    assertThat(Server.of(url).uri("/apps")).hasToString(asked);
  }

  @Test
  void inTextItShowsNoCredentials() {
    assertThat(Server.of("http://me:secret@eureka")).hasToString("http://eureka");
  }
}
