package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.peer.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What the alerts and the dashboard say is there to be said. */
class AlertsTest {

  private static final Pattern METRIC = Pattern.compile("\\b(bridge_\\w+)(?:\\{([^}]*)\\})?");
  private static final Pattern MATCHER = Pattern.compile("(\\w+) ?(?:=~|!~|!=|=)");
  private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on) \\(([^)]*)\\)");
  private static final Pattern IN_TEXT = Pattern.compile("\\$labels\\.(\\w+)|\\{\\{(\\w+)\\}\\}");

  /** Prometheus' own, and the one of histograms. */
  private static final Set<String> OF_TARGETS = Set.of("namespace", "job", "instance", "le");

  /** Where something is said of metrics. */
  private record Saying(String expression, String text) {}

  private static Scrape scrape = new Scrape(List.of());

  @BeforeAll
  static void scrape(@TempDir Path folder) throws IOException {
    var list = folder.resolve("services.yaml");
    Files.writeString(list, "services: {orders: [{address: 10.0.0.1, port: 8080}]}");
    try (var bridge =
        RunningBridge.start(
            "spring.grpc.server.port=" + Peers.freePort(),
            "bridge.registry.file.shop.path=" + list,
            "bridge.sink.file.review.directory=" + folder.resolve("mesh"),
            "bridge.sink.mcp.istiod.snapshot=" + folder.resolve("state"))) {
      await().until(() -> bridge.scrape().has("bridge_changes_total"));
      scrape = bridge.scrape();
    }
  }

  @Test
  void everyMetricThatAnAlertNamesIsThere() {
    var alerts = alerts();
    assertThat(alerts).hasSizeGreaterThan(10);
    assertThat(alerts.stream().map(AlertsTest::saying)).allSatisfy(AlertsTest::isThere);
  }

  @Test
  void everyMetricThatTheDashboardNamesIsThere() {
    var dashboard =
        new YAMLMapper().readTree(Chart.FOLDER.resolve("files/dashboard.json").toFile());
    var targets = dashboard.findValues("targets").stream().flatMap(AlertsTest::all).toList();
    assertThat(targets).hasSizeGreaterThan(10);
    assertThat(
            targets.stream()
                .map(
                    one ->
                        new Saying(
                            one.path("expr").asString(), one.path("legendFormat").asString())))
        .allSatisfy(AlertsTest::isThere);
    assertThat(dashboard.findPath("templating").findValuesAsString("definition"))
        .hasSize(2)
        .allSatisfy(query -> assertThat(names(query)).allMatch(scrape::has));
  }

  private static void isThere(Saying saying) {
    var expression = saying.expression();
    assertThat(names(expression)).isNotEmpty().allMatch(scrape::has);
    metrics(expression)
        .filter(metric -> metric.group(2) != null)
        .forEach(
            metric ->
                assertThat(words(MATCHER, metric.group(2)))
                    .as(metric.group())
                    .allMatch(known(scrape.labels(metric.group(1)))::contains));
    var all = new HashSet<String>();
    names(expression).forEach(name -> all.addAll(scrape.labels(name)));
    assertThat(
            Stream.concat(
                words(GROUPING, expression).flatMap(list -> Stream.of(list.split(" ?, ?"))),
                words(IN_TEXT, saying.text())))
        .as(expression)
        .allMatch(known(all)::contains);
  }

  private static Set<String> known(Set<String> labels) {
    var known = new HashSet<>(labels);
    known.addAll(OF_TARGETS);
    return known;
  }

  private static List<String> names(String expression) {
    return metrics(expression).map(metric -> metric.group(1)).toList();
  }

  private static Stream<MatchResult> metrics(String expression) {
    return METRIC.matcher(expression).results();
  }

  /** What the first group that took part has found. */
  private static Stream<String> words(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(found -> found.group(1) == null ? found.group(2) : found.group(1));
  }

  @Test
  void everyAlertSaysWhatIsWrongAndWhatToDo() {
    assertThat(alerts())
        .allSatisfy(
            alert -> {
              assertThat(alert.path("labels").path("severity").asString())
                  .isIn("critical", "warning", "info");
              assertThat(alert.path("for").asString()).isNotEmpty();
              assertThat(alert.path("annotations").propertyNames())
                  .containsExactly("summary", "description", "runbook");
            });
  }

  @Test
  void everyAlertIsTestedToFireAndNotToFire() {
    var tests = new YAMLMapper().readTree(AlertsIT.TESTS.toFile()).path("tests");
    var checks = tests.findValues("promql_expr_test").stream().flatMap(AlertsTest::all).toList();
    assertThat(alerts())
        .allSatisfy(
            alert -> {
              var expression =
                  "ALERTS{alertname=\"%s\", alertstate=\"firing\"}"
                      .formatted(alert.path("alert").asString());
              assertThat(
                      checks.stream()
                          .filter(check -> check.path("expr").asString().equals(expression))
                          .map(check -> check.path("exp_samples").isEmpty()))
                  .as(expression)
                  .contains(true, false);
            });
  }

  private static List<JsonNode> alerts() {
    var rules = new YAMLMapper().readTree(Promtool.RULES.toFile());
    return rules.findValues("rules").stream().flatMap(AlertsTest::all).toList();
  }

  private static Saying saying(JsonNode alert) {
    return new Saying(alert.path("expr").asString(), alert.path("annotations").toString());
  }

  private static Stream<JsonNode> all(JsonNode array) {
    return array.valueStream();
  }
}
