package io.registrybridge.sink.file;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Manifests as text that a person can read, and back. */
final class Yaml {

  private static final YAMLMapper MAPPER =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
                  .disable(YAMLWriteFeature.SPLIT_LINES)
                  .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
                  .stringQuotingChecker(new Quotes())
                  .build())
          .build();

  private Yaml() {}

  /** One document after the other. */
  static byte[] write(List<Map<String, Object>> manifests) {
    return manifests.stream()
        .map(MAPPER::writeValueAsString)
        .collect(Collectors.joining("---\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** All documents that are not empty, in their order; empty if this is not YAML. */
  static Optional<List<Object>> read(byte[] text) {
    var yaml = new String(text, StandardCharsets.UTF_8);
    try (var documents = MAPPER.readerFor(Object.class).readValues(yaml)) {
      return Optional.of(documents.readAll().stream().filter(Yaml::full).toList());
    } catch (JacksonException | YamlEngineException unreadable) {
      return Optional.empty();
    }
  }

  private static boolean full(@Nullable Object document) {
    return document != null && !document.equals("");
  }
}
