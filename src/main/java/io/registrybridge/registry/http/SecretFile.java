package io.registrybridge.registry.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A secret that stands in a file, which may change at any time.
 *
 * @param property that names the file, such as {@code token-file}
 */
public record SecretFile(String property, Path path) {

  /**
   * What the file holds now; line breaks at its end do not count. Never empty.
   *
   * @throws IOException with the rest of a sentence that begins with the server
   */
  public String secret() throws IOException {
    var secret = content().replaceFirst("[\\r\\n]+\\z", "");
    if (secret.isEmpty()) {
      throw new IOException("was not asked, because " + property + " " + path + " is empty");
    }
    return secret;
  }

  private String content() throws IOException {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      var reason = "was not asked, because " + property + " " + path + " cannot be read";
      throw new IOException(reason, e);
    }
  }
}
