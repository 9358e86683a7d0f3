package io.registrybridge.registry.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRegistriesTest {

  @TempDir private Path directory;

  @Test
  void hintsSoonAfterTheFileChanged() throws IOException {
    var file = Files.writeString(directory.resolve("services.yaml"), "services: {a: []}");
    var settings = new FileSettings(file, true, Duration.ofMillis(50));
    var hints = new AtomicInteger();
    try (var registry = FileRegistries.of("static", settings, Clock.systemUTC())) {
      registry.start(hints::incrementAndGet);
      await().until(() -> services(registry) == 1);
      var before = hints.get();

      Files.writeString(file, "services: {a: [], b: []}");

      await().until(() -> services(registry) == 2);
      await().untilAsserted(() -> assertThat(hints).hasValueGreaterThan(before));
      assertThat(registry.kind()).isEqualTo("file");
    }
  }

  private static int services(Registry registry) {
    return registry.latest().reading().catalog().services().size();
  }
}
