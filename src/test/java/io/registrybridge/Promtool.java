package io.registrybridge;

import static java.util.stream.Collectors.joining;

import io.registrybridge.Scrape.Sample;
import io.registrybridge.peer.Peers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Prometheus' own checker of rules, and what it makes of the chart's. */
final class Promtool {

  static final Path RULES = Chart.FOLDER.resolve("files").resolve("alerts.yaml");

  private static final String TARGET = "namespace=\"istio-system\",job=\"bridge\",instance=\"%s\"";

  private Promtool() {}

  static Said run(String... arguments) {
    var command = new ArrayList<>(List.of(Peers.binary("promtool").toString()));
    command.addAll(List.of(arguments));
    return Said.by(command);
  }

  /**
   * Whether these alerts fire, and no others, when replicas have gone on for that long saying what
   * they said in these scrapes.
   *
   * @param replicas by the name of the instance
   * @param minutes how long; whoever is {@code gone} said it for the first ten only
   */
  static Said firing(
      Map<String, Scrape> replicas, int minutes, boolean gone, Path folder, String... alerts) {
    var values = gone ? "x10 stale" : "x" + minutes;
    var series =
        replicas.entrySet().stream()
            .flatMap(replica -> series(replica.getKey(), replica.getValue(), values))
            .collect(joining());
    var expected =
        Stream.of(alerts)
            .map("    - {labels: '{alertname=\"RegistryBridge%s\"}', value: 1}\n"::formatted)
            .collect(joining("", alerts.length == 0 ? " []\n" : "\n", ""));
    var test =
        """
        rule_files: ['%s']
        evaluation_interval: 1m
        tests:
        - interval: 1m
          input_series:
        %s  promql_expr_test:
          - expr: group by (alertname) (ALERTS{alertstate="firing"})
            eval_time: %dm
            exp_samples:%s"""
            .formatted(RULES.toAbsolutePath(), series, minutes, expected);
    try {
      return run(
          "test", "rules", Files.writeString(folder.resolve("faults.yaml"), test).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> series(String instance, Scrape scrape, String values) {
    return scrape.samples().stream()
        .filter(sample -> !Double.isNaN(sample.value()))
        .map(
            sample ->
                "  - {series: '%s', values: '%s%s'}%n"
                    .formatted(spelled(sample, instance), plain(sample.value()), values));
  }

  private static String spelled(Sample sample, String instance) {
    return sample.labels().entrySet().stream()
        .map(label -> "%s=\"%s\"".formatted(label.getKey(), label.getValue()))
        .collect(joining(",", sample.name() + "{" + TARGET.formatted(instance) + ",", "}"));
  }

  /** It takes no exponents. */
  private static String plain(double value) {
    return new BigDecimal(value).toPlainString();
  }
}
