package io.registrybridge.registry.discovery;

import java.util.regex.Pattern;

/** What a client threw, in one line without passwords. */
final class Trouble {

  private static final Pattern USER_INFO = Pattern.compile("(?<=//)[^/@\\s]+(?=@)");
  private static final Pattern SECRET =
      Pattern.compile("(?i)((?:token|password|secret)=)[^&\\s\"]+");
  private static final int LONGEST = 300;

  private Trouble() {}

  static String in(Throwable thrown) {
    var message = String.valueOf(thrown.getMessage()).lines().findFirst().orElse("");
    var masked = SECRET.matcher(USER_INFO.matcher(message).replaceAll("***")).replaceAll("$1***");
    var kind = thrown instanceof Unheard ? "" : thrown.getClass().getSimpleName() + ": ";
    var line = kind + masked;
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
