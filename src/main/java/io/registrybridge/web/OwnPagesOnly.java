package io.registrybridge.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what changes something and was sent by another site's page, in the browser of somebody
 * who can reach the bridge. What is no browser sends neither header and is let through.
 *
 * <p>The rules are those of Go's {@code http.CrossOriginProtection}: browsers tell by {@code
 * Sec-Fetch-Site} over TLS and on loopback, and elsewhere by {@code Origin}.
 */
final class OwnPagesOnly extends OncePerRequestFilter {

  private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<String> OWN = Set.of("same-origin", "none");

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return HARMLESS.contains(request.getMethod()) || own(request);
  }

  private static boolean own(HttpServletRequest request) {
    var site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return OWN.contains(site);
    }
    var origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin == null || host(origin).equalsIgnoreCase(request.getHeader(HttpHeaders.HOST));
  }

  private static String host(String origin) {
    return origin.replaceFirst("^[a-z]+://", "");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setStatus(HttpServletResponse.SC_FORBIDDEN);
    response.setContentType("application/json");
    response
        .getOutputStream()
        .print(
            "{\"message\":\"this was sent by a page of another site, which may change nothing\"}");
  }
}
