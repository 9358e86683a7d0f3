package io.registrybridge.registry.nacos;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.registry.http.Server;
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

class NacosSettingsTest {

  private static final String CN = "bridge.registry.nacos.cn.";

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner().withUserConfiguration(Binding.class);

  @Test
  void aServerIsEnough() {
    runner
        .withPropertyValues(CN + "server=nacos:8848")
        .run(
            context ->
                assertThat(context.getBean(Registries.class).nacos())
                    .containsEntry(
                        "cn",
                        new NacosSettings(
                            List.of("nacos:8848"),
                            Optional.empty(),
                            List.of("public"),
                            List.of("DEFAULT_GROUP"),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Duration.ofSeconds(2),
                            Duration.ofMinutes(30),
                            Duration.ofSeconds(10),
                            DataSize.ofMegabytes(16),
                            true)));
  }

  @ParameterizedTest
  @CsvSource({
    "interval=5s, server",
    "server=ftp://nacos, serverWellFormed",
    "server=nacos:port, serverWellFormed",
    "server=http://user:tiger@nacos, serverWellFormed",
    "'server=a,,b', server[1]",
    "grpc-port=0, grpcPort",
    "namespaces=my.namespace, namespaces[0]",
    "groups=a/b, groups[0]",
    "namespaces=, namespaces",
    "interval=0s, interval",
    "full-read=-1s, fullRead",
    "timeout=0, timeout"
  })
  void aBadValueStopsTheStartAndNamesTheProperty(String pair, String property) {
    runner
        .withPropertyValues(CN + pair)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("nacos[cn]." + property)
                    .hasMessageNotContaining("tiger"));
  }

  @ParameterizedTest
  @CsvSource({
    "nacos, http://nacos:8848/nacos, 9848, false",
    "nacos:80, http://nacos:80/nacos, 1080, false",
    "https://nacos:8848/, https://nacos:8848/nacos, 9848, true",
    "https://nacos:443/registry/, https://nacos:443/registry, 1443, true",
    "'[::1]:8848', 'http://[::1]:8848/nacos', 9848, false"
  })
  void knowsWhereAServerListens(String server, String web, int grpcPort, boolean secure) {
    var one = Given.settings("server=" + server).servers().get(0);

    assertThat(one.web()).isEqualTo(Server.of(web));
    assertThat(one.grpcPort()).isEqualTo(grpcPort);
    assertThat(one.secure()).isEqualTo(secure);
  }

  @Test
  void readsEachGroupOfEachNamespace() {
    var settings = Given.settings("server=nacos", "namespaces=public,dev", "groups=A,B.C,A");

    assertThat(settings.partitions())
        .extracting(Partition::toString)
        .containsExactly("public.A", "public.B.C", "dev.A", "dev.B.C");
    assertThat(settings.partitions())
        .allSatisfy(one -> assertThat(Partition.of(one.key("cn", "orders"))).isEqualTo(one));
  }

  @Validated
  @ConfigurationProperties("bridge.registry")
  record Registries(Map<String, @Valid NacosSettings> nacos) {}

  @EnableConfigurationProperties(Registries.class)
  static class Binding {}
}
