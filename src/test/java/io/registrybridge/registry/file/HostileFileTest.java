package io.registrybridge.registry.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.registrybridge.catalog.Instance;
import io.registrybridge.registry.HostileJsonContract;
import io.registrybridge.registry.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** What a file may be made to list: JSON is YAML, too. */
class HostileFileTest extends HostileJsonContract {

  @TempDir private Path folder;

  @Override
  protected Map<String, Object> tree(String service, Instance instance) {
    return Map.of(
        "id", instance.id(),
        "address", instance.address(),
        "port", String.valueOf(instance.ports().get(Instance.PRIMARY)),
        "metadata", instance.metadata());
  }

  /** YAML's keys end after 1,024 characters; anything else that is as long is no key here. */
  @Override
  protected boolean holds(String text) {
    return quoted(text).length() < 1000;
  }

  @Override
  protected Reading readJson(SortedMap<String, List<String>> services) {
    var listed =
        services.entrySet().stream()
            .map(one -> quoted(one.getKey()) + ": " + one.getValue())
            .collect(joining(", "));
    try {
      var file = folder.resolve("services.yaml");
      Files.write(
          file, ("{\"services\": {" + listed + "}}").replace("\u007f", "\\u007f").getBytes(UTF_8));
      var later = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
      return new FileSource("static", file, later).read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A slip in a file is told, and nothing changes: nobody but its owner writes to it. */
  @Override
  protected void costsItselfAlone(Reading reading) {
    if (Stream.of("is not a YAML document", "is larger than")
        .noneMatch(reading.reason()::contains)) {
      super.costsItselfAlone(reading);
    }
  }

  /** More would be larger than a file may be. */
  @Override
  protected int crowd() {
    return 25_000;
  }

  @Override
  protected Reading readLimited(SortedMap<String, List<String>> services) {
    var large = "\"" + "x".repeat(5 << 20) + "\"";
    services.put("larger", List.of(large));
    return readJson(services);
  }
}
