package io.registrybridge.sink.file;

import io.registrybridge.sink.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is kept for later runs, in a file of JSON that is hidden from whoever reads YAML beside it.
 * There is none while there is nothing to keep.
 */
final class KeptFile {

  private static final Logger log = LoggerFactory.getLogger(KeptFile.class);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;
  // Guarded by this.
  private Map<String, String> last = Map.of();
  private boolean failing;

  private KeptFile(Path file) {
    this.file = file;
  }

  /** That of this owner: others may write to the same directory. */
  static KeptFile of(Folder folder, String owner) {
    return new KeptFile(folder.root().resolve(".registrybridge-" + owner + ".json"));
  }

  synchronized Map<String, String> read() {
    last = stored();
    return last;
  }

  private Map<String, String> stored() {
    try {
      return words(Files.readAllBytes(file));
    } catch (NoSuchFileException nothing) {
      return Map.of();
    } catch (IOException | JacksonException unreadable) {
      log.warn("{} cannot be read, so earlier losses do not count", file, unreadable);
      return Map.of();
    }
  }

  private static Map<String, String> words(byte[] json) throws IOException {
    var words =
        JSON.readValue(json, new TypeReference<@Nullable Map<String, @Nullable String>>() {});
    if (words == null) {
      throw new IOException("it is null");
    }
    var all = new TreeMap<String, String>();
    for (var one : words.entrySet()) {
      if (one.getValue() == null) {
        throw new IOException("there is no word on " + one.getKey());
      }
      all.put(one.getKey(), one.getValue());
    }
    return all;
  }

  synchronized void write(Map<String, String> given) {
    var words = new TreeMap<>(given);
    words.values().removeIf(String::isEmpty);
    if (words.equals(last)) {
      return;
    }
    try {
      store(words);
      last = words;
      failing = false;
    } catch (IOException e) {
      if (!failing) { // which is tried again with every pass
        log.warn("{} cannot be written, so a restart forgets these losses", file, e);
      }
      failing = true;
    }
  }

  private void store(Map<String, String> words) throws IOException {
    if (words.isEmpty()) {
      Files.deleteIfExists(file);
    } else {
      var draft = file.resolveSibling(".registrybridge-" + UUID.randomUUID() + ".tmp");
      AtomicFile.put(draft, file, JSON.writeValueAsBytes(words));
    }
  }
}
