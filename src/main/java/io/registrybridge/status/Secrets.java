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

  /** User and password of a URL. */
  private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s]+(?=@)");

  private Secrets() {}

  static SortedMap<String, String> masked(Map<String, String> metadata) {
    var shown = new TreeMap<String, String>();
    metadata.forEach((key, value) -> shown.put(key, shown(key, value)));
    return shown;
  }

  private static String shown(String key, String value) {
    return SECRET_KEY.matcher(key).find() ? MASK : USER_INFO.matcher(value).replaceAll(MASK);
  }
}
