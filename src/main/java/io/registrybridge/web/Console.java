package io.registrybridge.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.util.HtmlUtils;

/**
 * The console: a page with its style, script and icon.
 *
 * <p>A servlet and no static resource, because those are on the application's port alone, and the
 * page belongs where the endpoints are that it asks.
 */
final class Console extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final String HTML = "text/html;charset=UTF-8";

  private record Part(String type, String text) {}

  private final transient Map<String, Part> parts;

  /**
   * @param endpoints where each is, by its id, as seen from the page
   */
  Console(Map<String, String> endpoints) {
    this.parts =
        Map.of(
            "/", new Part(HTML, page(endpoints)),
            "/console/console.css", new Part("text/css;charset=UTF-8", text("console.css")),
            "/console/console.js", new Part("text/javascript;charset=UTF-8", text("console.js")),
            "/console/icon.svg", new Part("image/svg+xml;charset=UTF-8", text("icon.svg")));
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var part = parts.get(request.getServletPath() + request.getPathInfo());
    if (part == null) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    } else if (request.getRequestURI().equals(request.getContextPath())) {
      sendInto(request.getContextPath(), response);
    } else {
      send(part, response);
    }
  }

  /** All that the page names is beside it, and so would be one folder above without the slash. */
  private static void sendInto(String context, HttpServletResponse response) {
    response.setStatus(HttpServletResponse.SC_FOUND);
    response.setHeader("Location", context.substring(context.lastIndexOf('/') + 1) + "/");
  }

  private static void send(Part part, HttpServletResponse response) throws IOException {
    var bytes = part.text().getBytes(StandardCharsets.UTF_8);
    response.setContentType(part.type());
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  private static String page(Map<String, String> endpoints) {
    var page = text("index.html");
    for (var endpoint : endpoints.entrySet()) {
      page = page.replace("{" + endpoint.getKey() + "}", HtmlUtils.htmlEscape(endpoint.getValue()));
    }
    return page;
  }

  private static String text(String file) {
    try {
      return new ClassPathResource("console/" + file).getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
