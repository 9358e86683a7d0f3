package io.registrybridge.sink.file;

import io.registrybridge.sink.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
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
  private Map<String, String> last = Map.of(); // guarded by this

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
      return JSON.readValue(Files.readAllBytes(file), new TypeReference<Map<String, String>>() {});
    } catch (NoSuchFileException nothing) {
      return Map.of();
    } catch (IOException | JacksonException unreadable) {
      log.warn("{} cannot be read, so earlier losses do not count", file, unreadable);
      return Map.of();
    }
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
    } catch (IOException e) {
      log.warn("{} cannot be written, so a restart forgets these losses", file, e);
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
