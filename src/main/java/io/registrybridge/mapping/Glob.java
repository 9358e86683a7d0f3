package io.registrybridge.mapping;

import java.util.List;
import java.util.regex.Pattern;

/** A text in which {@code *} stands for any other; case does not matter. */
record Glob(String text, Pattern pattern) {

  static Glob of(String text) {
    var regex =
        String.join(".*", List.of(text.split("\\*", -1)).stream().map(Pattern::quote).toList());
    var flags = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL;
    return new Glob(text, Pattern.compile(regex, flags));
  }

  boolean fits(String other) {
    return pattern.matcher(other).matches();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Glob that && that.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
