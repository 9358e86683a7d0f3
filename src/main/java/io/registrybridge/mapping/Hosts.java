package io.registrybridge.mapping;

import static java.util.stream.Collectors.joining;

import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.ServiceKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rules for names of hosts: what is legal, what is refused, and how any name becomes legal. */
public final class Hosts {

  private static final int LABEL = 63;

  /** A host may have 253 characters, but it names the object, too, and a file has room for this. */
  private static final int NAME = 250;

  private static final int SHORT_HASH = 8;
  private static final int LONG_HASH = 40;

  private static final Pattern LEGAL =
      Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*");

  /** What ends in a number is an address to many, also where the number is hexadecimal. */
  private static final Pattern NUMBERS_LAST = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");

  /** Names that would take over traffic that is none of a registry's business. */
  private static final Set<String> REFUSED =
      Set.of(
          "localhost",
          "kubernetes",
          "kubernetes.default",
          "svc",
          "cluster.local",
          "metadata",
          "metadata.google.internal",
          "instance-data",
          "instance-data.ec2.internal");

  private static final Set<String> REFUSED_ENDS =
      Set.of(".svc", ".cluster.local", ".localhost", ".metadata.google.internal");

  private Hosts() {}

  /** Whether Istio and Kubernetes take it as a host and as an object's name. */
  static boolean legal(String host) {
    return host.length() <= NAME
        && LEGAL.matcher(host).matches()
        && !NUMBERS_LAST.matcher(host).matches();
  }

  /** Why this host is never written, whatever the pattern says; empty if it may be. */
  public static Optional<String> refused(String host) {
    if (!legal(host)) {
      return Optional.of("host '" + Flaw.brief(host) + "' is no legal DNS name");
    }
    if (REFUSED.contains(host)
        || REFUSED_ENDS.stream().anyMatch(host::endsWith)
        || host.contains(".svc.")) {
      return Optional.of(
          "host '"
              + Flaw.brief(host)
              + "' belongs to Kubernetes or to the machine and is never written");
    }
    return Optional.empty();
  }

  /**
   * A legal DNS label made from any text: lower case, everything else becomes {@code -}. Text that
   * has nothing legal in it gives a hash, and what is too long ends in one: two long names may
   * share their first 63 characters.
   */
  static String label(String text) {
    var trimmed = trimmed(text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "-"));
    if (trimmed.isEmpty()) {
      return "x-" + hash(text, SHORT_HASH);
    }
    return trimmed.length() <= LABEL ? trimmed : tailed(trimmed, hash(text, SHORT_HASH));
  }

  /** Without dashes at its ends; a regular expression would take a long time for many within. */
  private static String trimmed(String text) {
    var start = 0;
    var end = text.length();
    while (start < end && text.charAt(start) == '-') {
      start++;
    }
    while (start < end && text.charAt(end - 1) == '-') {
      end--;
    }
    return text.substring(start, end);
  }

  /**
   * The host itself if its form is legal; or else one in which what is too long ends in a hash, and
   * a number at the end does too: it would be an address and no name.
   */
  static String fit(String host, ServiceKey service) {
    var hash = hash(service.toString(), SHORT_HASH);
    var labels =
        Stream.of(host.split("\\."))
            .map(label -> label.length() <= LABEL ? label : tailed(label, hash))
            .collect(joining("."));
    var fitting = NUMBERS_LAST.matcher(labels).matches() ? labels + "-" + hash : labels;
    while (fitting.length() > NAME) {
      fitting = tailed(fitting.substring(fitting.indexOf('.') + 1), service).get(0);
    }
    return fitting;
  }

  /**
   * The hosts of a service that has to give way to another one of the same name: a short one, and
   * one that nobody can have come upon by chance or by design.
   */
  static List<String> tailed(String host, ServiceKey service) {
    var digits = hash(service.toString(), LONG_HASH);
    var dot = host.indexOf('.');
    var first = dot < 0 ? host : host.substring(0, dot);
    var rest = dot < 0 ? "" : host.substring(dot);
    return Stream.of(digits.substring(0, SHORT_HASH), digits)
        .map(hash -> tailed(first, hash) + rest)
        .toList();
  }

  /**
   * The label, cut and ended by a hash of a text, so that it has no more than so many characters.
   */
  static String tailed(String label, String text, int longest) {
    return cut(label, hash(text, SHORT_HASH), longest);
  }

  private static String tailed(String label, String hash) {
    return cut(label, hash, LABEL);
  }

  private static String cut(String label, String hash, int longest) {
    var room = longest - hash.length() - 1;
    var head = label.substring(0, Math.min(label.length(), room));
    return head.replaceAll("-+$", "") + "-" + hash;
  }

  /** The first hexadecimal digits of the SHA-256. */
  private static String hash(String text, int digits) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, digits / 2);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
