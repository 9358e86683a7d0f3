package io.registrybridge.config;

import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A metadata key that becomes an endpoint's label.
 *
 * @param label the label's key
 */
record LabelRule(String metadataKey, String label) {

  private static final Pattern KEY =
      Pattern.compile(
          "(?:(?<prefix>(?=[^/]{1,253}/)"
              + Legal.LABEL
              + "(\\."
              + Legal.LABEL
              + ")*)/)?"
              + "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

  /** Those who own these domains decide what their labels say, and never a registry. */
  private static final List<String> RESERVED =
      List.of("istio.io", "kubernetes.io", "k8s.io", "registrybridge.io");

  LabelRule {
    var key = KEY.matcher(label);
    if (metadataKey.isBlank() || !key.matches()) {
      throw new IllegalArgumentException(
          "'" + label + "' is no legal key of a label; key=label renames one");
    }
    var prefix = key.group("prefix");
    if (prefix != null && RESERVED.stream().anyMatch(domain -> within(prefix, domain))) {
      throw new IllegalArgumentException(
          "labels of *.istio.io, *.kubernetes.io and the bridge's own never come from a registry");
    }
  }

  private static boolean within(String prefix, String domain) {
    return prefix.equals(domain) || prefix.endsWith("." + domain);
  }

  /** As a configuration spells it: {@code version}, or {@code app.version=version}. */
  static LabelRule parse(String text) {
    var equals = text.indexOf('=');
    return equals < 0
        ? new LabelRule(text, text)
        : new LabelRule(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
  }

  static SortedMap<String, String> byMetadataKey(Collection<LabelRule> rules) {
    var labels = new TreeMap<String, String>();
    rules.forEach(rule -> labels.put(rule.metadataKey(), rule.label()));
    return labels;
  }
}
