package io.registrybridge.registry.eureka;

import io.registrybridge.book.Pool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The texts, numbers and truth values of one instance's JSON, all as text, by their dotted paths,
 * such as {@code port.$}.
 */
final class Fields {

  private static final int LONGEST = 4096;
  private static final int MOST = 512;
  private static final Set<String> NESTED =
      Set.of("port", "securePort", "metadata", "dataCenterInfo", "dataCenterInfo.metadata");

  private final Pool pool;
  private final Map<String, String> values = new HashMap<>();
  private final List<String> leftOut = new ArrayList<>();

  private Fields(Pool pool) {
    this.pool = pool;
  }

  /**
   * Reads an object whose first brace is the current token, and leaves its last one as that.
   *
   * @param pool of texts that are said often
   * @throws tools.jackson.core.JacksonException if this is not JSON
   */
  static Fields of(JsonParser json, Pool pool) {
    var fields = new Fields(pool);
    fields.read(json, "");
    return fields;
  }

  private void read(JsonParser json, String prefix) {
    for (var name = json.nextName(); name != null; name = json.nextName()) {
      var path = prefix + name;
      var token = json.nextToken();
      if (token == JsonToken.START_OBJECT && NESTED.contains(path)) {
        read(json, path + ".");
      } else if (token.isStructStart()) {
        json.skipChildren();
      } else if (token != JsonToken.VALUE_NULL) {
        keep(path, json.getString());
      }
    }
  }

  private void keep(String path, String value) {
    if (path.length() + value.length() <= LONGEST && values.size() < MOST) {
      values.put(path, pool.same(value));
    } else if (leftOut.size() < MOST) {
      leftOut.add(path.substring(0, Math.min(path.length(), 64)));
    }
  }

  /** The text at a path, stripped; empty if there is none or a blank one. */
  Optional<String> text(String path) {
    return Optional.ofNullable(values.get(path)).map(String::strip).filter(text -> !text.isEmpty());
  }

  /** Whatever stands under a path, by the rest of its own. */
  SortedMap<String, String> under(String path) {
    var found = new TreeMap<String, String>();
    var prefix = path + ".";
    values.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            found.put(pool.same(key.substring(prefix.length())), value);
          }
        });
    return found;
  }

  /** The paths of what was too long or too much. */
  List<String> leftOut() {
    return leftOut;
  }
}
