package io.registrybridge.sink.mcp;

import io.registrybridge.sink.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** A ledger in a file of JSON, hidden from whoever reads YAML beside it. */
record LedgerFile(Path file) implements Ledger {

  private static final Logger log = LoggerFactory.getLogger(LedgerFile.class);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  static LedgerFile in(Path directory) {
    return new LedgerFile(directory.toAbsolutePath().resolve(".served.json"));
  }

  @Override
  public Optional<Map<String, Instant>> read() {
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file), new TypeReference<>() {}));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException | JacksonException unreadable) {
      log.warn("{} cannot be read, so what stands beside it is not served yet", file, unreadable);
      return Optional.empty();
    }
  }

  @Override
  public void write(Map<String, Instant> births) throws IOException {
    var draft = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".tmp");
    AtomicFile.put(draft, file, JSON.writeValueAsBytes(new TreeMap<>(births)));
  }
}
