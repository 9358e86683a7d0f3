package io.registrybridge.registry.file;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** Text as a tree of maps, lists and strings. */
final class Yaml {

  /** Every scalar is a string, as it is spelled, if only empty; a key may not come twice. */
  private static final LoadSettings SETTINGS = settings(true);

  /**
   * Which line something stands in is remembered for all there is, and that takes twice as much.
   */
  private static final LoadSettings WITHOUT_LINES = settings(false);

  private static final int LARGE = 1 << 20;

  private Yaml() {}

  private static LoadSettings settings(boolean lines) {
    return LoadSettings.builder()
        .setSchema(new FailsafeSchema())
        .setTagConstructors(Map.of(Tag.NULL, nothing -> ""))
        .setCodePointLimit(Integer.MAX_VALUE)
        .setUseMarks(lines)
        .build();
  }

  /**
   * The one document.
   *
   * @throws Malformed if it is none
   */
  static Object read(byte[] text) throws Malformed {
    var yaml = new String(text, StandardCharsets.UTF_8);
    if (yaml.isBlank()) {
      throw new Malformed("is empty");
    }
    try {
      return new Load(text.length > LARGE ? WITHOUT_LINES : SETTINGS).loadFromString(yaml);
    } catch (MarkedYamlEngineException e) {
      var line = e.getProblemMark().map(mark -> "line " + (mark.getLine() + 1) + ": ").orElse("");
      throw new Malformed("is not a YAML document: " + line + e.getProblem());
    } catch (YamlEngineException e) {
      throw new Malformed("is not a YAML document: " + e.getMessage());
    } catch (StackOverflowError e) {
      throw new Malformed("is not a YAML document: it is nested too deeply"); // no limit of its own
    }
  }
}
