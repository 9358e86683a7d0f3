package io.registrybridge.sink.mcp;

import com.google.protobuf.ByteString;
import io.registrybridge.sink.mcp.ConfigMaps.Value;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** A ledger in a ConfigMap beside those that hold the resources. */
record ConfigMapLedger(ConfigMapStore store) implements Ledger {

  private static final Logger log = LoggerFactory.getLogger(ConfigMapLedger.class);

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PART = "served";

  @Override
  public Optional<Map<String, Instant>> read() {
    return Optional.of(Value.of(PART, store.values()).bytes())
        .filter(bytes -> !bytes.isEmpty())
        .flatMap(ConfigMapLedger::births);
  }

  private static Optional<Map<String, Instant>> births(ByteString bytes) {
    try {
      return Optional.of(JSON.readValue(Packed.unpack(bytes), new TypeReference<>() {}));
    } catch (IOException | JacksonException unreadable) {
      log.warn("Since when resources are served cannot be read: {}", unreadable.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public void write(Map<String, Instant> births) throws IOException {
    var bytes = Packed.pack(JSON.writeValueAsString(new TreeMap<>(births)));
    store.update(PART, before -> bytes);
  }
}
