package io.registrybridge.sink.file;

import java.io.Serial;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.dataformat.yaml.util.StringQuotingChecker;

/**
 * Which strings would be read back as something else without quotes, by parsers of YAML 1.1 (Go's
 * and Python's are) or 1.2. What the grammar itself cannot hold without quotes, the emitter quotes.
 */
final class Quotes extends StringQuotingChecker {

  @Serial private static final long serialVersionUID = 1L;

  /** https://yaml.org/type/bool.html and https://yaml.org/type/null.html */
  private static final Set<String> WORDS =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

  /**
   * Numbers, dates, times and the rest of YAML's words start with a digit, a sign, a dot or a
   * tilde; an IPv4 address or network is none of them.
   */
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z/\\[{].*|[0-9]+(\\.[0-9]+){3}(/[0-9]+)?", Pattern.DOTALL);

  @Override
  public boolean needToQuoteName(String name) {
    return ambiguous(name);
  }

  @Override
  public boolean needToQuoteValue(String value) {
    return ambiguous(value);
  }

  private static boolean ambiguous(String text) {
    return WORDS.contains(text.toLowerCase(Locale.ROOT)) || !PLAIN.matcher(text).matches();
  }
}
