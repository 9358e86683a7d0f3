package io.registrybridge.registry.file;

import io.registrybridge.catalog.Instance;
import io.registrybridge.registry.Registry;
import io.registrybridge.registry.RegistryContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

  /** Nobody logs in to a file; one that may not be read is as good as broken. */
  @Override
  protected void aRefusedLoginIsNotAnEmptyRegistryAndCanBeMended() {}

  /** There is no line between the bridge and a file. */
  @Override
  protected void aSilentLineIsNotAnEmptyRegistry() {}

  /** There is no line; a file that ends too soon is what {@code breakDown} makes of it. */
  @Override
  protected void anAnswerThatIsCutIsNotAShortOne() {}

  /** There is no line, and no watch: the file is looked at. */
  @Override
  protected void whatChangedWhileTheWatchWasLostIsSeenAfterwards() {}

  /**
   * A file that is replaced whole, so that no half of it is ever read.
   *
   * @param services each instance's line by its id, by service
   */
  private record EditedFile(Path file, Map<String, Map<String, String>> services) implements World {

    @Override
    public void put(String service, Instance instance) {
      var fields = new TreeMap<String, Object>();
      fields.put("id", instance.id());
      fields.put("address", '"' + instance.address() + '"');
      fields.put("status", instance.status());
      fields.put("ports", shown(instance.ports()));
      fields.put("metadata", shown(instance.metadata()));
      put(service, instance.id(), shown(fields));
    }

    @Override
    public void putMalformed(String service, String id) {
      put(service, id, "{id: " + id + ", address: 10.0.0.9, port: many}");
    }

    private void put(String service, String id, String line) {
      services.computeIfAbsent(service, unseen -> new TreeMap<>()).put(id, line);
      heal();
    }

    private static String shown(Map<String, ?> map) {
      return map.entrySet().stream()
          .map(entry -> entry.getKey() + ": " + entry.getValue())
          .collect(Collectors.joining(", ", "{", "}"));
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
    public void healEmpty() {
      services.clear();
      heal();
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
        var next = Files.writeString(file.resolveSibling("next"), text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
