package io.registrybridge;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.peer.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/metrics.md} is what a running bridge tells Prometheus. */
class MetricsReferenceTest {

  private static final Page PAGE =
      new Page(Path.of("docs", "metrics.md"), MetricsReferenceTest.class.getSimpleName());

  private static final Pattern HELP = Pattern.compile("(?m)^# HELP (bridge_\\w+) (.*)$");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (bridge_\\w+) (\\w+)$");

  private static final String INTRODUCTION =
      """
      # Metrics

      What a bridge tells Prometheus at `/actuator/prometheus` of itself, beside what Spring Boot and Micrometer tell of every program. This page
      is made of what a running bridge tells, by a test: `%s` renews it.

      Tags are names of the configuration and kinds of outcomes, never services. "Whether" is 1 if it is so and 0 if not. What is not known is
      `NaN`.

      | metric | kind | tags | meaning |
      | --- | --- | --- | --- |
      """;

  @Test
  void thePageHasEveryMetricOfARunningBridge(@TempDir Path folder) throws IOException {
    var list = folder.resolve("services.yaml");
    Files.writeString(list, "services: {orders: [{address: 10.0.0.1, port: 8080}]}");
    try (var bridge =
        RunningBridge.start(
            "spring.grpc.server.port=" + Peers.freePort(),
            "bridge.registry.file.shop.path=" + list,
            "bridge.sink.file.review.directory=" + folder.resolve("mesh"),
            "bridge.sink.mcp.istiod.snapshot=" + folder.resolve("state"))) {
      await().until(() -> bridge.scrape().has("bridge_changes_total"));

      await().untilAsserted(() -> PAGE.assertSays(page(bridge.prometheus())));
    }
  }

  private static String page(String text) {
    var scrape = Scrape.of(text);
    var kinds = new TreeMap<String, String>();
    TYPE.matcher(text).results().forEach(one -> kinds.put(one.group(1), one.group(2)));
    var rows =
        HELP.matcher(text)
            .results()
            .map(
                one ->
                    row(one.group(1), kinds.getOrDefault(one.group(1), ""), one.group(2), scrape))
            .sorted()
            .toList();
    assertThat(rows).hasSizeGreaterThan(20).doesNotContain("");
    return INTRODUCTION.formatted(PAGE.command()) + String.join("", rows);
  }

  private static String row(String name, String kind, String meaning, Scrape scrape) {
    assertThat(meaning).as(name).isNotBlank();
    var tags = scrape.tagsBelow(name).stream().map(tag -> "`" + tag + "`").collect(joining(", "));
    return "| `%s` | %s | %s | %s |\n".formatted(name, kind, tags, meaning);
  }
}
