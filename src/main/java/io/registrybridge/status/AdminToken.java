package io.registrybridge.status;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * The secret that operators show with {@code Authorization: Bearer} to change what the bridge does.
 *
 * <p>Asked from inside an operation, so that it holds on whatever port and by whatever technology
 * that is reached. The file is read on each use: it may be replaced while the bridge runs.
 *
 * @param file holds the token, white space around it apart; empty if there is none, and then
 *     everything that needs it is refused
 */
public record AdminToken(Optional<Path> file) {

  private static final String SCHEME = "Bearer ";

  /**
   * Why the present request may not do what it asks for.
   *
   * @param status 401 if the right token would help, else 403
   * @param reason a sentence
   */
  public record Refusal(int status, String reason) {}

  /** What stands against the request that this thread serves; empty if it showed the token. */
  public Optional<Refusal> refusal() {
    if (file.isEmpty()) {
      return forbidden("this needs a token: set bridge.admin.token-file");
    }
    if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes exchange) {
      return refusal(file.get(), exchange);
    }
    return forbidden("this is for HTTP requests that show the token");
  }

  private static Optional<Refusal> refusal(Path file, ServletRequestAttributes exchange) {
    var expected = read(file);
    if (expected.isEmpty()) {
      return forbidden("the file that bridge.admin.token-file names holds no readable token");
    }
    if (same(expected, shown(exchange))) {
      return Optional.empty();
    }
    var response = exchange.getResponse();
    if (response != null) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"istio-registry-bridge\"");
    }
    return Optional.of(new Refusal(401, "this needs the header Authorization: Bearer <token>"));
  }

  /** Empty if there is none, whatever the cause: an empty token opens nothing. */
  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException unreadable) {
      return "";
    }
  }

  private static String shown(ServletRequestAttributes exchange) {
    var header = exchange.getRequest().getHeader(HttpHeaders.AUTHORIZATION);
    var bearer = header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    return bearer ? header.substring(SCHEME.length()).strip() : "";
  }

  private static boolean same(String expected, String shown) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<Refusal> forbidden(String reason) {
    return Optional.of(new Refusal(403, reason));
  }
}
