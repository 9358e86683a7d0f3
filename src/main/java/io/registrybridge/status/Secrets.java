package io.registrybridge.status;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Metadata as it may be shown: registries hold whatever their clients put there. */
final class Secrets {

  private static final String MASK = "******";

  private static final Pattern SECRET_KEY =
      Pattern.compile("passw|pwd|secret|token|key|credential", Pattern.CASE_INSENSITIVE);

  /** User and password of a URL, whatever characters they hold. */
  private static final Pattern USER_INFO = Pattern.compile("(?<=//)[^\\s]+(?=@)");

  /** A secret among a URL's parameters. */
  private static final Pattern PARAMETER =
      Pattern.compile(
          "([?&;][^=&;]*(?:passw|pwd|secret|token|key|credential)[^=&;]*=)[^&;\\s]*",
          Pattern.CASE_INSENSITIVE);

  private Secrets() {}

  static SortedMap<String, String> masked(Map<String, String> metadata) {
    var shown = new TreeMap<String, String>();
    metadata.forEach((key, value) -> shown.put(key, shown(key, value)));
    return shown;
  }

  private static String shown(String key, String value) {
    return SECRET_KEY.matcher(key).find() ? MASK : masked(value);
  }

  private static String masked(String value) {
    var withoutUser = USER_INFO.matcher(value).replaceAll(MASK);
    return PARAMETER.matcher(withoutUser).replaceAll("$1" + MASK);
  }
}
