package io.registrybridge.sink.mcp;

/** What strangers say, as it can be shown. */
final class Names {

  private static final int LONGEST = 200;

  private Names() {}

  static String shown(String text) {
    var cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    return cut.replaceAll("\\p{Cntrl}", " ").strip();
  }
}
