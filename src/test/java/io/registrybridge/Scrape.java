package io.registrybridge;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a bridge told Prometheus at one moment. */
record Scrape(List<Sample> samples) {

  private static final Pattern LINE =
      Pattern.compile("(?m)^(bridge_\\w+)(?:\\{([^}]*)\\})? (\\S+)$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  /** One series. */
  record Sample(String name, SortedMap<String, String> labels, double value) {}

  /** The bridge's own of all that stands in this text. */
  static Scrape of(String text) {
    return new Scrape(
        LINE.matcher(text)
            .results()
            .map(
                line ->
                    new Sample(
                        line.group(1),
                        read(Optional.ofNullable(line.group(2)).orElse("")),
                        Double.parseDouble(line.group(3))))
            .toList());
  }

  private static SortedMap<String, String> read(String text) {
    var labels = new TreeMap<String, String>();
    LABEL.matcher(text).results().forEach(one -> labels.put(one.group(1), one.group(2)));
    return labels;
  }

  /** The labels that series of this name have; empty if there is none. */
  Set<String> labels(String name) {
    return named(name).flatMap(one -> one.labels().keySet().stream()).collect(toSet());
  }

  /** Those of the series of which this is the name, or the beginning of it, in order. */
  SortedSet<String> tagsBelow(String name) {
    return samples.stream()
        .filter(one -> one.name().matches(name + "(_count|_sum|_bucket)?"))
        .flatMap(one -> one.labels().keySet().stream())
        .collect(toCollection(TreeSet::new));
  }

  boolean has(String name) {
    return named(name).findAny().isPresent();
  }

  /** Of the first series of this name that has these labels; not a number if there is none. */
  double value(String name, Map<String, String> labels) {
    return named(name)
        .filter(one -> one.labels().entrySet().containsAll(labels.entrySet()))
        .mapToDouble(Sample::value)
        .findFirst()
        .orElse(Double.NaN);
  }

  private Stream<Sample> named(String name) {
    return samples.stream().filter(one -> one.name().equals(name));
  }
}
