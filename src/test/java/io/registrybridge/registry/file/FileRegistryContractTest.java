package io.registrybridge.registry.file;

import io.registrybridge.catalog.Status;
import io.registrybridge.registry.Registry;
import io.registrybridge.registry.RegistryContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;

class FileRegistryContractTest extends RegistryContract {

  @TempDir private Path directory;

  @Override
  protected World world() {
    var world = new EditedFile(directory.resolve("services.yaml"), new TreeMap<>());
    world.heal();
    return world;
  }

  @Override
  protected Registry open() {
    var file = directory.resolve("services.yaml");
    var settings = new FileSettings(file, true, Duration.ofMillis(50));
    return FileRegistries.of("static", settings, Clock.systemUTC());
  }

  /**
   * A file that is edited in place.
   *
   * @param services each instance's line by its id, by service
   */
  private record EditedFile(Path file, Map<String, Map<String, String>> services) implements World {

    @Override
    public void put(String service, String id, String address, int port, Status status) {
      var line = "{id: %s, address: %s, port: %d, status: %s}".formatted(id, address, port, status);
      services.computeIfAbsent(service, unseen -> new TreeMap<>()).put(id, line);
      heal();
    }

    @Override
    public void remove(String service, String id) {
      services.computeIfPresent(
          service,
          (name, instances) -> {
            instances.remove(id);
            return instances;
          });
      heal();
    }

    @Override
    public void breakDown() {
      write("services: {");
    }

    @Override
    public void heal() {
      write(
          services.entrySet().stream()
              .map(service -> service.getKey() + ": " + service.getValue().values())
              .collect(Collectors.joining(", ", "services: {", "}")));
    }

    private void write(String text) {
      try {
        Files.writeString(file, text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
