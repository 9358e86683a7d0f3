package io.registrybridge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrybridge.Markdown;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every configuration in the documents is one that the bridge takes when it starts. */
class DocsExamplesTest {

  private static final Pattern CONFIGURATION = Pattern.compile("^bridge[.:]", Pattern.MULTILINE);
  private static final Pattern WHOLE = Pattern.compile("^  owner:", Pattern.MULTILINE);
  private static final Pattern BUNDLE = Pattern.compile("ssl-bundle: ([\\w-]+)");

  /** What an example that shows a part of a configuration is a part of. */
  private static final String REST =
      """
      bridge:
        owner: prod-eu
        policy: sync
        registry: {eureka: {shop: {urls: ["http://eureka:8761/eureka"]}}}
        sink: {file: {review: {directory: ./mesh}}}
      """;

  private static Mounts mounts;

  @BeforeAll
  static void mount(@TempDir Path folder) {
    mounts = new Mounts(folder);
  }

  static Stream<Markdown.Block> examples() {
    return Markdown.all().stream()
        .flatMap(document -> document.blocks().stream())
        .filter(block -> block.language().equals("yaml"))
        .filter(block -> CONFIGURATION.matcher(block.text()).find());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theBridgeTakesIt(Markdown.Block example) {
    assertThatCode(() -> taken(example.text())).as(example.place()).doesNotThrowAnyException();
  }

  @Test
  void thereAreExamplesInTheReadmeAndBesideIt() {
    assertThat(examples().map(Markdown.Block::place))
        .anyMatch(place -> place.startsWith("README.md"))
        .anyMatch(place -> place.startsWith("docs"));
  }

  @Test
  void aPartWithATypoIsNotTaken() {
    assertThatThrownBy(() -> taken("bridge.mapping: {hots: {A: a.mesh}}"))
        .isInstanceOf(Misconfiguration.class)
        .hasMessageContaining("bridge.mapping.hots");
  }

  private void taken(String example) throws IOException {
    var text = mounts.in(example);
    var yaml =
        WHOLE.matcher(example).find()
            ? Yaml.of(text)
            : Yaml.of(text, REST, mounts.in(bundles(example)));
    assertThat(yaml.settings().mapping()).isNotEmpty();
  }

  /** Those that are named in one example and shown in another. */
  private static String bundles(String example) {
    return BUNDLE
        .matcher(example)
        .results()
        .map(found -> found.group(1))
        .distinct()
        .map(
            name ->
                """
                spring.ssl.bundle.pem.%s:
                  truststore.certificate: /etc/bridge/ca.crt
                  keystore: {certificate: /etc/bridge/tls.crt, private-key: /etc/bridge/tls.key}
                """
                    .formatted(name))
        .collect(Collectors.joining());
  }
}
