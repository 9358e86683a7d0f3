package io.registrybridge.sink.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What tells that a file changed without a look into it.
 *
 * @param key the file system's own identity of the file, where it has one
 */
record Stamp(Instant modified, long size, Optional<Object> key, boolean regular) {

  // Coarser than the clock of any file system in use.
  private static final Duration TICK = Duration.ofSeconds(2);

  static Stamp of(Path file) throws IOException {
    var attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return new Stamp(
        attributes.lastModifiedTime().toInstant(),
        attributes.size(),
        Optional.ofNullable(attributes.fileKey()),
        attributes.isRegularFile());
  }

  /**
   * Whether a later change is sure to show. One within the same tick of the file system's clock
   * would not (https://git-scm.com/docs/racy-git).
   */
  boolean settled(Instant readAt) {
    return modified.plus(TICK).isBefore(readAt);
  }
}
