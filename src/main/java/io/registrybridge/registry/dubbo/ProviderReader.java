package io.registrybridge.registry.dubbo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a provider out of the name of its node, an encoded URL, whoever wrote it. */
final class ProviderReader {

  private static final int LONGEST = 64 << 10;
  private static final int LONGEST_PARAMETER = 4096;
  private static final int MOST_PARAMETERS = 512;

  private static final Pattern URL =
      Pattern.compile(
          "([a-zA-Z][a-zA-Z0-9+.-]*)://([^/?]*)(/[^?]*)?(\\?(?<query>.*))?", Pattern.DOTALL);

  /** A user may stand before it, and is nobody's business. */
  private static final Pattern ADDRESS =
      Pattern.compile("(?:.*@)?(?:\\[(?<v6>[^\\]]+)]|(?<host>[^:\\[\\]]+)):(?<port>[0-9]{1,5})");

  /** Rules, consumers, what Dubbo says for "none", and what never leaves its process. */
  private static final Set<String> NO_PROVIDERS =
      Set.of(
          "override",
          "route",
          "condition",
          "script",
          "tag",
          "consumer",
          "empty",
          "absent",
          "injvm");

  private ProviderReader() {}

  static ProviderNode read(String name) {
    if (name.length() > LONGEST) {
      return ProviderNode.unreadable("its URL is longer than 64 KB");
    }
    var url = decoded(name).map(URL::matcher).filter(Matcher::matches);
    if (url.isEmpty()) {
      return ProviderNode.unreadable("its name is no encoded URL");
    }
    var scheme = url.get().group(1).toLowerCase(Locale.ROOT);
    return NO_PROVIDERS.contains(scheme) ? ProviderNode.none() : provider(scheme, url.get());
  }

  private static Optional<String> decoded(String text) {
    try {
      return Optional.of(URLDecoder.decode(text, UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static ProviderNode provider(String scheme, Matcher url) {
    var address = ADDRESS.matcher(url.group(2));
    if (!address.matches()) {
      return ProviderNode.unreadable("its URL has no host and port");
    }
    var port = Integer.parseInt(address.group("port"));
    if (port < 1 || port > 65535) {
      return ProviderNode.unreadable("its port is not a number from 1 to 65535");
    }
    var host = Optional.ofNullable(address.group("v6")).orElseGet(() -> address.group("host"));
    var parameters = parameters(Optional.ofNullable(url.group("query")).orElse(""));
    var process = Optional.ofNullable(parameters.remove("pid")).orElse("");
    var started = Optional.ofNullable(parameters.remove("timestamp")).orElse("");
    return ProviderNode.of(
        new ProviderUrl(scheme, host, port, parameters, process, number(started)));
  }

  private static SortedMap<String, String> parameters(String query) {
    var parameters = new TreeMap<String, String>();
    for (var parameter : query.split("&", MOST_PARAMETERS + 1)) {
      var pair = parameter.split("=", 2);
      if (pair.length == 2
          && !pair[0].isEmpty()
          && parameter.length() <= LONGEST_PARAMETER
          && parameters.size() < MOST_PARAMETERS) {
        parameters.putIfAbsent(pair[0], value(pair[1]));
      }
    }
    return parameters;
  }

  /** Dubbo for Go encodes values once more than Dubbo for Java does. */
  private static String value(String text) {
    return text.contains("%") ? decoded(text.replace("+", "%2B")).orElse(text) : text;
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
