package io.registrybridge.mapping;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A choice of service names by patterns in which {@code *} stands for any text; case does not
 * matter.
 */
public final class Names {

  private final List<String> include;
  private final List<String> exclude;
  private final List<Pattern> included;
  private final List<Pattern> excluded;

  private Names(List<String> include, List<String> exclude) {
    this.include = List.copyOf(include);
    this.exclude = List.copyOf(exclude);
    this.included = include.stream().map(Names::pattern).toList();
    this.excluded = exclude.stream().map(Names::pattern).toList();
  }

  public static Names of(List<String> include, List<String> exclude) {
    return new Names(include, exclude);
  }

  /** Whether one of the included patterns fits the name and none of the excluded ones does. */
  public boolean chosen(String name) {
    return fits(included, name) && !fits(excluded, name);
  }

  private static boolean fits(List<Pattern> patterns, String name) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
  }

  private static Pattern pattern(String glob) {
    var regex =
        String.join(".*", List.of(glob.split("\\*", -1)).stream().map(Pattern::quote).toList());
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Names that
        && that.include.equals(include)
        && that.exclude.equals(exclude);
  }

  @Override
  public int hashCode() {
    return List.of(include, exclude).hashCode();
  }
}
