package io.registrybridge.registry.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A registry's server: where it is, and what it is told about who asks. In text it is its address
 * alone, so that no message ever shows a password.
 *
 * @param base without a slash at its end, and without credentials
 * @param credentials for basic authentication, encoded
 */
public record Server(String base, Optional<String> credentials) {

  private static final Set<String> SCHEMES = Set.of("http", "https");

  /** Whether it is an http or https URL that names a host and nothing behind its path. */
  public static boolean wellFormed(String url) {
    try {
      var uri = new URI(url.strip());
      return uri.getHost() != null
          && uri.getScheme() != null
          && SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))
          && uri.getQuery() == null
          && uri.getFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Of a {@link #wellFormed} URL. */
  public static Server of(String url) {
    var uri = URI.create(url.strip());
    var path = uri.getRawPath().replaceAll("/+$", "");
    var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return new Server(
        uri.getScheme() + "://" + uri.getHost() + port + path,
        Optional.ofNullable(uri.getUserInfo()).map(Server::encoded));
  }

  private static String encoded(String credentials) {
    return Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether it is asked over TLS. */
  public boolean secure() {
    return base.toLowerCase(Locale.ROOT).startsWith("https:");
  }

  /**
   * Where something of the server's is.
   *
   * @param path below the base, from its slash on
   */
  public URI uri(String path) {
    return URI.create(base + path);
  }

  @Override
  public String toString() {
    return base;
  }
}
