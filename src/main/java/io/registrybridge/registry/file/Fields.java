package io.registrybridge.registry.file;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A map of the file, by the kinds of value that are expected in it. */
record Fields(Map<?, ?> map) {

  private static final int HIGHEST_PORT = 65535;

  /**
   * @throws Malformed if it is no map
   */
  static Fields of(@Nullable Object tree) throws Malformed {
    if (tree instanceof Map<?, ?> map) {
      return new Fields(map);
    }
    throw new Malformed("is not a map");
  }

  boolean has(String key) {
    return map.containsKey(key);
  }

  /** The text, empty if there is none. */
  String text(String key) throws Malformed {
    if (!has(key)) {
      return "";
    }
    if (map.get(key) instanceof String text) {
      return text;
    }
    throw new Malformed("has a " + key + " that is not a text");
  }

  int port(String key) throws Malformed {
    try {
      var port = Integer.parseInt(text(key));
      if (port > 0 && port <= HIGHEST_PORT) {
        return port;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new Malformed("has a port '" + text(key) + "' that is not from 1 to " + HIGHEST_PORT);
  }

  double share(String key) throws Malformed {
    try {
      var share = Double.parseDouble(text(key));
      if (share >= 0 && Double.isFinite(share)) {
        return share;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new Malformed("has a " + key + " '" + text(key) + "' that is not 0 or more");
  }

  /** The map below this key, empty if there is none. */
  Fields fields(String key) throws Malformed {
    if (!has(key)) {
      return new Fields(Map.of());
    }
    if (map.get(key) instanceof Map<?, ?> below) {
      return new Fields(below);
    }
    throw new Malformed("has " + key + " that are not a map");
  }

  SortedMap<String, String> texts() throws Malformed {
    var texts = new TreeMap<String, String>();
    for (var key : keys()) {
      texts.put(key, text(key));
    }
    return texts;
  }

  List<String> keys() {
    return map.keySet().stream().map(String::valueOf).toList();
  }

  List<String> keysBeside(Collection<String> known) {
    return keys().stream().filter(key -> !known.contains(key)).toList();
  }
}
