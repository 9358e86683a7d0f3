package io.registrybridge.config;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which property an environment variable means.
 *
 * <p>An underscore in a variable may be a dot, a dash or the beginning of an index, so it is the
 * tree that tells, and with it the names that the files give: {@code
 * BRIDGE_REGISTRY_EUREKA_MY_SHOP_TIMEOUT} is {@code my-shop}'s timeout if there is such a registry.
 */
final class EnvironmentNames {

  /** What Kubernetes puts into every container for a Service whose name begins with "bridge". */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "BRIDGE(_.*)?_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_[0-9]+_(TCP|UDP|SCTP)(_.*)?)?)");

  private final List<Candidate> candidates;

  private EnvironmentNames(List<Candidate> candidates) {
    this.candidates = candidates;
  }

  /**
   * The variables that a tree knows.
   *
   * @param names gives the names that stand under a path already, such as {@code
   *     bridge.registry.eureka}
   */
  static EnvironmentNames of(Node.Group tree, Function<String, Collection<String>> names) {
    return new EnvironmentNames(
        tree.leaves(List.of("bridge")).map(leaf -> Candidate.of(leaf, names)).toList());
  }

  static boolean ours(String variable) {
    var upper = variable.toUpperCase(Locale.ROOT);
    return upper.startsWith("BRIDGE_") && !SERVICE_LINK.matcher(upper).matches();
  }

  /** The elements of the property's name; the most literal ones if the tree knows none. */
  List<String> elements(String variable) {
    var upper = variable.toUpperCase(Locale.ROOT);
    return candidates.stream()
        .flatMap(candidate -> candidate.elements(upper).stream())
        .findFirst()
        .orElseGet(() -> List.of(variable.toLowerCase(Locale.ROOT).split("_+")));
  }

  /** A place of the tree and the variables that mean it. */
  private record Candidate(List<String> path, List<String> names, Pattern variable) {

    static Candidate of(Node.Leaf leaf, Function<String, Collection<String>> names) {
      var path = leaf.path();
      var wild = path.indexOf("*");
      var known =
          wild < 0
              ? List.<String>of()
              : List.copyOf(names.apply(String.join(".", path.subList(0, wild))));
      var regex =
          path.stream().map(element -> regex(element, known)).collect(Collectors.joining("_"));
      return new Candidate(path, known, Pattern.compile(regex + tail(leaf.node())));
    }

    private static String regex(String element, List<String> known) {
      if (!element.equals("*")) {
        return spellings(element);
      }
      var alternatives = known.stream().map(Candidate::spellings).collect(Collectors.joining("|"));
      return "(?<name>" + (known.isEmpty() ? "" : alternatives + "|") + "[A-Z0-9]+)";
    }

    private static String spellings(String element) {
      var upper = element.toUpperCase(Locale.ROOT);
      return "(?:%s|%s)".formatted(upper.replace("-", "_"), upper.replace("-", ""));
    }

    private static String tail(Node node) {
      if (node instanceof Node.Items) {
        return "(_(?<rest>[0-9]+)_?)?";
      }
      return node instanceof Node.Entries ? "_(?<rest>[A-Z0-9]+)" : "";
    }

    Optional<List<String>> elements(String text) {
      var matcher = variable.matcher(text);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      var elements =
          path.stream().map(element -> element.equals("*") ? name(matcher) : element).toList();
      var rest = variable.pattern().contains("?<rest>") ? matcher.group("rest") : null;
      return Optional.of(
          rest == null ? elements : Words.append(elements, rest.toLowerCase(Locale.ROOT)));
    }

    private String name(Matcher matcher) {
      var found = matcher.group("name");
      return names.stream()
          .filter(name -> Words.same(name, found))
          .findFirst()
          .orElse(found.toLowerCase(Locale.ROOT));
    }
  }
}
