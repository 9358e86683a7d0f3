package io.registrybridge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrybridge.mapping.MappingRules;
import io.registrybridge.mapping.Settable;
import io.registrybridge.registry.curator.EnsembleSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.util.unit.DataSize;

/** The registries that stand in ZooKeeper, as they are configured. */
class TreeRegistriesTest {

  private static final String REST =
      """
      bridge:
        owner: prod-eu
        policy: sync
        sink: {file: {review: {directory: mesh}}}
      """;

  @Test
  void serversAreEnough() {
    var registries =
        Yaml.of(
                "bridge: {registry: {zookeeper: {legacy: {connect: zk}}, dubbo: {rpc: {connect: 'zk:1,[::1]:2/eu'}}}}",
                REST)
            .settings()
            .properties()
            .registry();

    assertThat(registries.zookeeper()).isEqualTo(Map.of("legacy", at("zk")));
    assertThat(registries.dubbo()).isEqualTo(Map.of("rpc", at("zk:1", "[::1]:2/eu")));
    assertThat(registries.required()).containsExactly("legacy", "rpc");
  }

  private static EnsembleSettings at(String... servers) {
    return new EnsembleSettings(
        List.of(servers),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Duration.ofMinutes(30),
        Duration.ofSeconds(10),
        DataSize.ofMegabytes(16),
        200_000,
        true);
  }

  @Test
  void takesALoginAndABundle() {
    var settings =
        Yaml.of(
                """
                spring: {ssl: {bundle: {pem: {zk: {}}}}}
                bridge:
                  registry:
                    zookeeper:
                      legacy:
                        connect: zk
                        username: bridge
                        password-file: pom.xml
                        ssl-bundle: zk
                        required: false
                """,
                REST)
            .settings();

    var legacy = Objects.requireNonNull(settings.properties().registry().zookeeper().get("legacy"));
    assertThat(legacy.username()).contains("bridge");
    assertThat(legacy.passwordFile()).contains(Path.of("pom.xml"));
    assertThat(legacy.sslBundle()).contains("zk");
    assertThat(settings.properties().registry().required()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "root: /services | bridge.registry.%s.zk.connect is missing",
        "connect: 'zk:0' | wrong: connect must be HOST:PORT, several with commas, and perhaps a path",
        "connect: 'zk:x' | wrong: connect must be HOST:PORT, several with commas, and perhaps a path",
        "connect: ':2181' | wrong: connect must be HOST:PORT, several with commas, and perhaps a path",
        "connect: 'zk:1/a//b' | wrong: connect must be HOST:PORT, several with commas, and perhaps a path",
        "connect: zk, root: services | wrong: root must be the absolute path of a node, such as /",
        "connect: zk, root: /services/ | wrong: root must be the absolute path of a node, such as /",
        "connect: zk, username: me | wrong: username and password-file go together",
        "connect: zk, ssl-bundle: none | is 'none' but must be the name of a bundle",
        "connect: zk, max-nodes: 0 | max-nodes (bridge.yaml, line 1) is '0' but must",
        "connect: zk, timeout: 5ms | timeout (bridge.yaml, line 1) is 'PT0.005S' but must",
        "connect: zk, chroot: /a | chroot (bridge.yaml, line 1) is not known"
      })
  void isOneSentence(String settings, String sentence) {
    for (var kind : List.of("zookeeper", "dubbo")) {
      var yaml = Yaml.of("bridge: {registry: {%s: {zk: {%s}}}}".formatted(kind, settings), REST);
      assertThatThrownBy(yaml::settings)
          .isInstanceOf(Misconfiguration.class)
          .hasMessageContaining(sentence.formatted(kind));
    }
  }

  @Test
  void whatADubboProviderSpeaksIsBelievedWhateverElseMetadataMaySet() {
    var yaml =
        """
        bridge:
          mapping: {overrides: [weight]}
          registry:
            zookeeper: {legacy: {connect: zk}}
            dubbo:
              rpc: {connect: zk}
              own: {connect: zk, mapping: {overrides: []}}
        """;
    var rules = Yaml.of(yaml, REST).settings().mapping();

    assertThat(overrides(rules, "legacy")).containsExactly(Settable.WEIGHT);
    assertThat(overrides(rules, "rpc"))
        .containsExactlyInAnyOrder(Settable.WEIGHT, Settable.PROTOCOL);
    assertThat(overrides(rules, "own")).containsExactly(Settable.PROTOCOL);
  }

  private static Iterable<Settable> overrides(Map<String, MappingRules> rules, String registry) {
    return Objects.requireNonNull(rules.get(registry)).overrides();
  }

  @ParameterizedTest
  @CsvSource({"zookeeper, legacy", "dubbo, rpc"})
  void theShippedProfilesCombine(String profile, String registry) {
    var settings =
        Yaml.of(
                List.of(
                    new FileSystemResource("config/application-" + profile + ".yaml"),
                    new FileSystemResource("config/application-kubernetes.yaml")))
            .with(Map.of("bridge.owner", "me", "bridge.policy", "sync"))
            .settings();

    assertThat(settings.mapping()).containsOnlyKeys(registry);
  }
}
