package io.registrybridge.peer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What lies between the bridge and a real server, and may spoil its answers. */
public final class Wire implements AutoCloseable {

  /** What becomes of an answer on its way. */
  @FunctionalInterface
  public interface Fault {
    void answer(HttpExchange exchange, byte[] truth) throws IOException;
  }

  /** Everything as the server said it. */
  public static final Fault NONE = (exchange, truth) -> whole(exchange, 200, truth);

  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final String target;
  private volatile Fault fault = NONE;

  /**
   * A wire to a server.
   *
   * @param target where the server is, as {@code http://HOST:PORT}
   */
  public Wire(String target) {
    this.target = target;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::serve);
    server.setExecutor(executor);
    server.start();
  }

  /** Where the server seems to be. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public void spoil(Fault other) {
    fault = other;
  }

  /** Answers with this status and text, whatever the server said. */
  public static Fault says(int status, String contentType, String text) {
    return (exchange, truth) -> {
      exchange.getResponseHeaders().set("Content-Type", contentType);
      whole(exchange, status, text.getBytes(StandardCharsets.UTF_8));
    };
  }

  /** Promises the whole body and ends after the half of it. */
  public static Fault half() {
    return (exchange, truth) -> {
      exchange.sendResponseHeaders(200, truth.length);
      exchange.getResponseBody().write(truth, 0, truth.length / 2);
      exchange.getResponseBody().flush();
      throw new IOException("cut on purpose");
    };
  }

  /** Begins well and never ends. */
  public static Fault endless() {
    return (exchange, truth) -> {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(truth, 0, truth.length - 1);
      while (!Thread.currentThread().isInterrupted()) {
        exchange.getResponseBody().write(' ');
        exchange.getResponseBody().flush();
      }
    };
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var answer =
          http.send(
              HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI()))
                  .header("Accept", "application/json")
                  .build(),
              BodyHandlers.ofByteArray());
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      answer.headers().map().entrySet().stream()
          .filter(header -> header.getKey().toLowerCase(Locale.ROOT).startsWith("x-"))
          .forEach(header -> exchange.getResponseHeaders().put(header.getKey(), header.getValue()));
      fault.answer(exchange, answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void whole(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
