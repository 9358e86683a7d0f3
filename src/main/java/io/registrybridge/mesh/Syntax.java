package io.registrybridge.mesh;

import java.util.Set;
import java.util.function.IntPredicate;

/**
 * What texts of Istio's resources have to look like. Every endpoint is looked at before it leaves,
 * so these are loops and not regular expressions.
 *
 * <p>Istio's {@code pkg/config/labels} and {@code pkg/config/protocol}, and the rules of its CRDs
 * where they are stricter.
 */
final class Syntax {

  /** The longest label of a DNS name, and the longest value of a label. */
  static final int LABEL = 63;

  private static final int NAME = 253;

  /** A key of {@code endpoints[].ports} has to be shorter than 63. */
  private static final int PORT_NAME = 62;

  private static final Set<String> PROTOCOLS =
      Set.of(
          "TCP",
          "UDP",
          "GRPC",
          "GRPC-WEB",
          "HTTP",
          "HTTP_PROXY",
          "HTTP2",
          "HTTPS",
          "TLS",
          "MONGO",
          "REDIS",
          "MYSQL");

  private Syntax() {}

  /** A label of a DNS name, in lower case as Kubernetes wants the names of objects. */
  static boolean dnsLabel(String text) {
    return within(text, LABEL, Syntax::lower, character -> lower(character) || character == '-');
  }

  static boolean portName(String text) {
    return within(
        text, PORT_NAME, Syntax::plain, character -> plain(character) || character == '-');
  }

  /** A name of a host and of an object: DNS labels, of which the last one is no number. */
  static boolean host(String text) {
    var last = text.substring(text.lastIndexOf('.') + 1);
    return domain(text) && !last.chars().allMatch(Character::isDigit);
  }

  private static boolean domain(String text) {
    if (text.length() > NAME) {
      return false;
    }
    for (var label : text.split("\\.", -1)) {
      if (!dnsLabel(label)) {
        return false;
      }
    }
    return true;
  }

  static boolean labelKey(String text) {
    var slash = text.indexOf('/');
    return (slash < 0 || domain(text.substring(0, slash))) && labelled(text.substring(slash + 1));
  }

  static boolean labelValue(String text) {
    return text.isEmpty() || labelled(text);
  }

  private static boolean labelled(String text) {
    return within(
        text, LABEL, Syntax::plain, character -> plain(character) || "-_.".indexOf(character) >= 0);
  }

  /** As the bridge spells them; Istio does not mind the case, and takes any other for an error. */
  static boolean protocol(String text) {
    return PROTOCOLS.contains(text);
  }

  private static boolean within(
      String text, int longest, IntPredicate atEnds, IntPredicate between) {
    return !text.isEmpty()
        && text.length() <= longest
        && atEnds.test(text.charAt(0))
        && atEnds.test(text.charAt(text.length() - 1))
        && text.chars().allMatch(between);
  }

  private static boolean lower(int character) {
    return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
  }

  private static boolean plain(int character) {
    return lower(character) || (character >= 'A' && character <= 'Z');
  }
}
