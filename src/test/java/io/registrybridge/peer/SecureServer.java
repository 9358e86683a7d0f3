package io.registrybridge.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The JDK's HTTPS server, which answers everything with one JSON document. */
public final class SecureServer implements AutoCloseable {

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private SecureServer(Authority.Holder holder, String answer, Optional<String> protocol) {
    try {
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var context = holder.context();
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            var tls = context.getDefaultSSLParameters();
            tls.setNeedClientAuth(protocol.isPresent());
            protocol.ifPresent(one -> tls.setProtocols(new String[] {one}));
            parameters.setSSLParameters(tls);
          }
        });
    server.createContext("/", exchange -> answer(exchange, answer));
    server.setExecutor(threads);
    server.start();
  }

  public static SecureServer of(Authority.Holder holder, String answer) {
    return new SecureServer(holder, answer, Optional.empty());
  }

  /** It serves only those who have a certificate of the same authority. */
  public static SecureServer forHolders(Authority.Holder holder, String answer) {
    return forHolders(holder, answer, "TLSv1.3");
  }

  public static SecureServer forHolders(Authority.Holder holder, String answer, String protocol) {
    return new SecureServer(holder, answer, Optional.of(protocol));
  }

  /** By its address; its name is {@code localhost}. */
  public String url() {
    return "https://127.0.0.1:" + server.getAddress().getPort() + "/eureka";
  }

  private static void answer(HttpExchange exchange, String answer) throws IOException {
    var bytes = answer.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
