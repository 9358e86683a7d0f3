package io.registrybridge.registry.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A secret that stands in a file, which may change at any time.
 *
 * @param property that names the file, such as {@code token-file}
 */
public record SecretFile(String property, Path path) {

  private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]+");

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

  /**
   * What the file holds now, where it goes into a header as it stands.
   *
   * @throws IOException with the rest of a sentence that begins with the server
   */
  public String token() throws IOException {
    var secret = secret();
    // Who makes a header of anything else is told so in words that repeat it.
    if (!VISIBLE.matcher(secret).matches()) {
      throw new IOException(
          "was not asked, because "
              + property
              + " "
              + path
              + " holds something else than one line of plain letters, digits and signs");
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
