package io.registrybridge.mapping;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A choice of instances by their metadata. */
public final class MetadataFilter {

  /**
   * What an entry of the metadata has to be.
   *
   * @param value empty if any will do
   */
  private record Rule(String key, Optional<Glob> value) {

    static Rule parse(String text) {
      var equals = text.indexOf('=');
      var key = (equals < 0 ? text : text.substring(0, equals)).strip();
      if (key.isEmpty()) {
        throw new IllegalArgumentException(
            "'" + text + "' names no metadata key; it must be key, or key=value");
      }
      return new Rule(
          key,
          equals < 0 ? Optional.empty() : Optional.of(Glob.of(text.substring(equals + 1).strip())));
    }

    boolean fits(Map<String, String> metadata) {
      var given = metadata.get(key);
      return given != null && value.map(glob -> glob.fits(given)).orElse(true);
    }
  }

  private final List<Rule> include;
  private final List<Rule> exclude;

  private MetadataFilter(List<Rule> include, List<Rule> exclude) {
    this.include = include;
    this.exclude = exclude;
  }

  /**
   * A filter by rules that are spelled {@code key}, for any value, or {@code key=value}, in which
   * {@code *} stands for any text and case does not matter.
   *
   * @param include empty for all
   * @throws IllegalArgumentException with a sentence, if a rule names no key
   */
  public static MetadataFilter of(List<String> include, List<String> exclude) {
    return new MetadataFilter(
        include.stream().map(Rule::parse).toList(), exclude.stream().map(Rule::parse).toList());
  }

  /** Whether one of the included rules fits, or there are none, and none of the excluded does. */
  public boolean chosen(Map<String, String> metadata) {
    return (include.isEmpty() || include.stream().anyMatch(rule -> rule.fits(metadata)))
        && exclude.stream().noneMatch(rule -> rule.fits(metadata));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MetadataFilter that
        && that.include.equals(include)
        && that.exclude.equals(exclude);
  }

  @Override
  public int hashCode() {
    return List.of(include, exclude).hashCode();
  }
}
