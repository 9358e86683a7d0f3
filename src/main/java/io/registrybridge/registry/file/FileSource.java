package io.registrybridge.registry.file;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.registry.Reading;
import io.registrybridge.registry.Source;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads the whole file each time: that sees every change, the swap of a ConfigMap's links included,
 * and costs less than telling which changes can be seen without.
 */
final class FileSource implements Source {

  /** A ConfigMap takes 1 MiB; to read a file takes up to 40 times its size. */
  private static final long LARGEST = 4 << 20;

  // A file that is written in place is short for a moment, and a part of a YAML file is mostly
  // valid.
  private static final Duration WRITING = Duration.ofMillis(100);

  private final String registry;
  private final Path path;
  private final Clock clock;

  private byte[] text = {};
  private Optional<Content> content = Optional.empty();

  FileSource(String registry, Path path, Clock clock) {
    this.registry = registry;
    this.path = path.toAbsolutePath().normalize();
    this.clock = clock;
  }

  @Override
  public Reading read() {
    var now = clock.instant();
    try {
      return read(now);
    } catch (NoSuchFileException e) {
      return unavailable(now, "does not exist");
    } catch (AccessDeniedException e) {
      return unavailable(now, "may not be read");
    } catch (IOException e) {
      return unavailable(now, "cannot be read: " + e.getMessage());
    } catch (Malformed e) {
      return unavailable(now, e.reason());
    }
  }

  private Reading read(Instant now) throws IOException, Malformed {
    if (Files.size(path) > LARGEST) {
      return unavailable(now, "is larger than " + (LARGEST >> 20) + " MiB");
    }
    var modified = Files.getLastModifiedTime(path);
    var text = Files.readAllBytes(path);
    if (beingWritten(modified.toInstant(), clock.instant())
        || !Files.getLastModifiedTime(path).equals(modified)) {
      return unavailable(now, "is being written just now");
    }
    return content(text).reading(registry, now);
  }

  private static boolean beingWritten(Instant modified, Instant now) {
    return modified.isAfter(now.minus(WRITING)) && !modified.isAfter(now);
  }

  private Content content(byte[] now) throws Malformed {
    if (content.isPresent() && Arrays.equals(text, now)) {
      return content.get();
    }
    var before = content.map(Content::catalog).orElse(Catalog.empty());
    var after = Decoder.decode(registry, now).keeping(before);
    text = now;
    content = Optional.of(after);
    return after;
  }

  private Reading unavailable(Instant now, String reason) {
    return new Reading.Unavailable(registry, now, path + " " + reason);
  }
}
