package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page of the documents that is made of what it tells about.
 *
 * @param test whose run makes it what it would have to be
 */
public record Page(Path file, String test) {

  /** How it is renewed. */
  public String command() {
    return "./mvnw test -Dtest=%s -Dreferences=write".formatted(test);
  }

  /** The build server never writes one. */
  public void assertSays(String text) {
    try {
      if ("write".equals(System.getProperty("references")) && System.getenv("CI") == null) {
        Files.writeString(file, text);
      }
      assertThat(Files.exists(file) ? Files.readString(file) : "")
          .as("%s is stale; %s renews it", file, command())
          .isEqualTo(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
