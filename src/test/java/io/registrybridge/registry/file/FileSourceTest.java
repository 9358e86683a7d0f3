package io.registrybridge.registry.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.registry.Reading;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final String SERVICES =
      """
      services:
        ORDERS:
        - {address: 10.0.0.1, port: 8080}
        billing:
        - {address: 10.0.0.2, port: 8080}
      """;

  @TempDir private Path directory;

  private Path file;
  private FileSource source;

  @BeforeEach
  void open() {
    file = directory.resolve("services.yaml");
    source = new FileSource("static", file, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @Test
  void doesNotTakeAnAbsentFileForAnEmptyOne() {
    assertThat(source.read()).isEqualTo(unavailable("does not exist"));
  }

  @Test
  void doesNotTakeAnEmptyFileForOneThatListsNothing() throws IOException {
    write("");

    assertThat(source.read()).isEqualTo(unavailable("is empty"));
  }

  @Test
  void doesNotReadADirectory() throws IOException {
    Files.createDirectory(file);

    assertThat(source.read()).isInstanceOf(Reading.Unavailable.class);
  }

  @Test
  void doesNotReadAFileWithoutEnd() throws IOException {
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(1L << 30);
    }
    settle(NOW.minusSeconds(1));

    assertThat(source.read()).isEqualTo(unavailable("is larger than 4 MiB"));
  }

  @Test
  void doesNotBelieveAFileThatIsBeingWritten() throws IOException {
    write(SERVICES);
    settle(NOW.minusMillis(10));

    assertThat(source.read()).isEqualTo(unavailable("is being written just now"));
  }

  @Test
  void believesAFileFromTheFuture() throws IOException {
    write(SERVICES);
    settle(NOW.plusSeconds(3600));

    assertThat(source.read()).isInstanceOf(Reading.Complete.class);
  }

  @Test
  void givesTheSameCatalogAgainForTheSameText() throws IOException {
    write(SERVICES);
    var before = source.read();

    write(SERVICES);

    assertThat(source.read().catalog()).isSameAs(before.catalog());
  }

  @Test
  void givesTheSameServicesAgainBesideOneThatChanged() throws IOException {
    write(SERVICES);
    var before = source.read();

    write(SERVICES.replace("10.0.0.2", "10.0.0.3"));
    var after = source.read();

    assertThat(service(after, "ORDERS")).isSameAs(service(before, "ORDERS"));
    assertThat(service(after, "billing")).isNotEqualTo(service(before, "billing"));
  }

  @Test
  void givesTheSameServicesAgainAfterAFailure() throws IOException {
    write(SERVICES);
    var before = source.read();
    Files.delete(file);
    assertThat(source.read()).isEqualTo(unavailable("does not exist"));

    write(SERVICES);

    assertThat(service(source.read(), "ORDERS")).isSameAs(service(before, "ORDERS"));
  }

  @Test
  void followsTheLinksOfAConfigMap() throws IOException {
    mount("..1", SERVICES);
    Files.createSymbolicLink(file, Path.of("..data/services.yaml"));
    assertThat(source.read().catalog().services()).hasSize(2);

    mount("..2", "services: {}");

    assertThat(source.read().catalog().services()).isEmpty();
  }

  /** As the kubelet does: a directory per version, and one link that is swapped. */
  private void mount(String version, String text) throws IOException {
    var mounted = Files.createDirectory(directory.resolve(version)).resolve("services.yaml");
    Files.writeString(mounted, text);
    Files.setLastModifiedTime(mounted, FileTime.from(NOW.minusSeconds(1)));
    var link = Files.createSymbolicLink(directory.resolve("..tmp"), Path.of(version));
    Files.move(link, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
    settle(NOW.minusSeconds(1));
  }

  private void settle(Instant modified) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }

  private Reading unavailable(String reason) {
    return new Reading.Unavailable("static", NOW, file + " " + reason);
  }

  private static Service service(Reading reading, String name) {
    var services = reading.catalog().services();
    assertThat(services).containsKey(new ServiceKey("static", "", name));
    return services.values().stream()
        .filter(service -> service.key().name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
