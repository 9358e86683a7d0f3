package io.registrybridge.registry.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import org.springframework.http.HttpHeaders;

/** A user whose password stands in a file, which may change at any time. */
public record Login(String username, Path passwordFile) {

  /**
   * For basic authentication, encoded.
   *
   * @throws IOException with the rest of a sentence that begins with the server
   */
  public String credentials() throws IOException {
    var password = new SecretFile("password-file", passwordFile).secret();
    return HttpHeaders.encodeBasicAuth(username, password, UTF_8);
  }
}
