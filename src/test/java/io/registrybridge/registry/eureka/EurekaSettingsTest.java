package io.registrybridge.registry.eureka;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.registry.eureka.EurekaSettings.By;
import jakarta.validation.Valid;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

class EurekaSettingsTest {

  private static final String SHOP = "bridge.registry.eureka.shop.";

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner().withUserConfiguration(Binding.class);

  @Test
  void aUrlIsEnough() {
    runner
        .withPropertyValues(SHOP + "urls=http://eureka:8761/eureka")
        .run(
            context ->
                assertThat(context.getBean(Registries.class).eureka())
                    .containsEntry(
                        "shop",
                        new EurekaSettings(
                            List.of("http://eureka:8761/eureka"),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            By.APP,
                            List.of(),
                            Duration.ofSeconds(5),
                            Duration.ofMinutes(10),
                            Duration.ofSeconds(10),
                            DataSize.ofMegabytes(256),
                            true)));
  }

  @ParameterizedTest
  @CsvSource({
    "interval=5s, urls",
    "'urls=http://a,,http://b', urls[1]",
    "urls=eureka:8761, urlsWellFormed",
    "urls=ftp://eureka, urlsWellFormed",
    "urls=http:///eureka, urlsWellFormed",
    "urls=//eureka, urlsWellFormed",
    "interval=0s, interval",
    "full-read=-1s, fullRead",
    "timeout=0, timeout"
  })
  void aBadValueStopsTheStartAndNamesTheProperty(String pair, String property) {
    runner
        .withPropertyValues(SHOP + pair)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("eureka[shop]." + property));
  }

  @Test
  void aPasswordInABadUrlIsNotShown() {
    runner
        .withPropertyValues(SHOP + "urls=http://bridge:tiger#@eureka")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .hasStackTraceContaining("must be an http")
                    .rootCause()
                    .message()
                    .doesNotContain("tiger"));
  }

  @Test
  void inTextItShowsNoPassword() {
    assertThat(Given.settings("urls=http://bridge:tiger@eureka,https://b:t@other/eureka"))
        .hasToString("Eureka[http://eureka, https://other/eureka]");
    assertThat(Given.settings("urls=http://bridge:tiger#@eureka")).hasToString("Eureka");
  }

  @Validated
  @ConfigurationProperties("bridge.registry")
  record Registries(Map<String, @Valid EurekaSettings> eureka) {}

  @EnableConfigurationProperties(Registries.class)
  static class Binding {}
}
