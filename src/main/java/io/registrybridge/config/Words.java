package io.registrybridge.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.core.ResolvableType;
import org.springframework.util.unit.DataSize;

/** How names and values of the configuration are spelled for people. */
final class Words {

  static final String DURATION = "a duration with its unit, such as 30s or 5m";

  private static final Pattern USER_INFO = Pattern.compile("(?<=//)[^\\s]+(?=@)");
  private static final int SHOWN = 100;

  private Words() {}

  /** As properties are spelled in files: {@code quietPeriod} is {@code quiet-period}. */
  static String kebab(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  /** Two names that have this in common are one to an environment variable. */
  static String uniform(String name) {
    return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
  }

  static boolean same(String name, String other) {
    return uniform(name).equals(uniform(other));
  }

  /** Without what may be a password in a URL. */
  static String masked(String text) {
    return USER_INFO.matcher(text).replaceAll("***");
  }

  static String shown(Object value) {
    var text = masked(String.valueOf(value));
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }

  /** What a value of this type must be, as the end of a sentence, if it is a common type. */
  static Optional<String> expected(ResolvableType declared) {
    var generic = declared.hasGenerics() ? declared.getGeneric(0) : declared;
    var type = generic.toClass();
    if (type.isEnum()) {
      return Optional.of(alternatives(type));
    }
    if (type == Duration.class) {
      return Optional.of(DURATION);
    }
    if (type == boolean.class || type == Boolean.class) {
      return Optional.of("true or false");
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return Optional.of("a whole number");
    }
    return rarer(type);
  }

  private static Optional<String> rarer(Class<?> type) {
    if (type == double.class || type == Double.class) {
      return Optional.of("a number");
    }
    if (type == DataSize.class) {
      return Optional.of("a size with its unit, such as 64MB");
    }
    if (type == Path.class) {
      return Optional.of("a path");
    }
    if (type == java.net.URI.class || type == java.net.URL.class) {
      return Optional.of("a URL");
    }
    return Optional.empty();
  }

  private static String alternatives(Class<?> type) {
    var names =
        Arrays.stream(type.getEnumConstants())
            .map(one -> ((Enum<?>) one).name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .toList();
    var last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }

  /** The one of the known words that was probably meant. */
  static Optional<String> nearest(String word, Collection<String> known) {
    var limit = Math.max(1, (word.length() + 2) / 3);
    return known.stream()
        .filter(one -> distance(word, one) <= limit)
        .min(Comparator.comparing((String one) -> distance(word, one)).thenComparing(one -> one));
  }

  /** Levenshtein's: how many letters are to be added, removed or replaced. */
  private static int distance(String one, String other) {
    var costs = new int[other.length() + 1];
    Arrays.setAll(costs, index -> index);
    for (var i = 1; i <= one.length(); i++) {
      var diagonal = costs[0];
      costs[0] = i;
      for (var j = 1; j <= other.length(); j++) {
        var replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = costs[j];
        costs[j] = Math.min(replaced, 1 + Math.min(costs[j], costs[j - 1]));
      }
    }
    return costs[other.length()];
  }

  /** A property's name made of its elements. */
  static String property(List<String> elements) {
    return String.join(".", elements).replaceAll("\\.([0-9]+)(?=\\.|$)", "[$1]");
  }

  static List<String> append(List<String> path, String element) {
    var longer = new ArrayList<>(path);
    longer.add(element);
    return List.copyOf(longer);
  }
}
