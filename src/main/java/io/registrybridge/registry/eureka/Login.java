package io.registrybridge.registry.eureka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.http.HttpHeaders;

/** A user whose password stands in a file, which may change at any time. */
record Login(String username, Path passwordFile) {

  /**
   * For basic authentication, encoded.
   *
   * @throws IOException with the rest of a sentence that begins with the server
   */
  String credentials() throws IOException {
    var password = password();
    if (password.isEmpty()) {
      throw new IOException("was not asked, because password-file " + passwordFile + " is empty");
    }
    return HttpHeaders.encodeBasicAuth(username, password, UTF_8);
  }

  private String password() throws IOException {
    try {
      return Files.readString(passwordFile).replaceFirst("[\\r\\n]+\\z", "");
    } catch (IOException e) {
      var reason = "was not asked, because password-file " + passwordFile + " cannot be read";
      throw new IOException(reason, e);
    }
  }
}
